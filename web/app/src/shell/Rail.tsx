import { portfolio } from '../context';
import { count, day } from '../format/format';
import { navigation, pages } from '../pages/pages';
import { Icon } from '../parts/Icon';
import { Link } from '../parts/Link';
import { overview, type PageName } from '../state/url';
import { Pill } from './Pill';

export function Rail({ page }: { page: PageName }) {
  const state = portfolio.state.value;
  return (
    <header class="rail">
      <Link to={overview} class="brand" aria-label="OneLead, overview">
        <svg class="brand-mark" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
          <rect class="unit" x="1" y="2" width="18" height="4" rx="1" />
          <rect class="unit unit-lit" x="1" y="8" width="12" height="4" rx="1" />
          <rect class="beacon" x="15" y="8" width="4" height="4" rx="1" />
          <rect class="unit" x="1" y="14" width="18" height="4" rx="1" />
        </svg>
        <span class="brand-name">OneLead</span>
      </Link>
      <nav class="nav" aria-label="Pages">
        {navigation.map((group) => (
          <div key={group.name} class="nav-group" role="group" aria-label={group.name}>
            {group.places.map((place) => (
              <Link key={place.page} to={place.to} class="nav-link" aria-current={place.page === page ? 'page' : undefined}>
                <Icon name={place.icon} />
                <span>{pages[place.page]?.title}</span>
                {place.page === 'leads' && state?.leads && <span class="nav-count num">{count(state.leads.total)}</span>}
              </Link>
            ))}
          </div>
        ))}
      </nav>
      <div class="rail-foot">
        <Pill />
        {state?.asOf && (
          <dl class="rail-facts">
            <dt>As of</dt>
            <dd>{day(state.asOf)}</dd>
            {state.rulesVersion && (
              <>
                <dt>Rules</dt>
                <dd class="mono">{state.rulesVersion.slice(0, 12)}</dd>
              </>
            )}
          </dl>
        )}
      </div>
    </header>
  );
}
