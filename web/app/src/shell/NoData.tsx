import { Link } from '../parts/Link';
import { Notice } from '../parts/Notice';
import { may, seesAllAccounts } from '../state/session';
import { overview, viewWith } from '../state/url';

/** Stands for a page of figures while nothing is imported: zeros and "nothing is due" would be wrong answers. */
export const NoData = ({ title }: { title: string }) => (
  <div class="page">
    <div class="page-head">
      <h1>{title}</h1>
    </div>
    <Notice icon="box" title={seesAllAccounts() ? 'No data yet' : 'No account is yours yet'}>
      <p>
        {seesAllAccounts()
          ? 'Nothing is known about customers and their installed items, so there is nothing to show here.'
          : 'This page shows your accounts. Ask an administrator if there should be some.'}
      </p>
      {may('operate') && (
        <div class="notice-actions">
          <Link to={viewWith('imports')} class="button button-main">
            Import a file
          </Link>
          <Link to={overview} class="button">
            Load the sample data
          </Link>
        </div>
      )}
    </Notice>
  </div>
);
