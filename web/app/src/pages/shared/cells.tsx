import type { ComponentChildren } from 'preact';
import type { AccountRef } from '../../api/types';
import { counted, day, daysText, fromDay } from '../../format/format';
import { Link } from '../../parts/Link';
import { accountAt, viewWith } from '../../state/url';

/** Table cells that several pages share. */

const placeOf = (territory: string | null) => (territory ? `territory ${territory}` : 'no territory');

export const AccountCell = ({ account, territory }: { account: AccountRef | null; territory?: string | null }) => (
  <span class="two">
    {account ? (
      <Link to={accountAt(account.id)} class="data-link">
        {account.name}
      </Link>
    ) : (
      <span class="aside">No account</span>
    )}
    {territory !== undefined && <small>{placeOf(territory)}</small>}
  </span>
);

export const TerritoryCell = ({ id }: { id: string | null | undefined }) =>
  id ? (
    <Link to={viewWith('territories', { id })} class="text-link num">
      {id}
    </Link>
  ) : (
    <span class="aside">–</span>
  );

/** A date with its distance from today. */
export const DateCell = ({ date, asOf }: { date: string | null | undefined; asOf: string | null | undefined }) =>
  date ? (
    <span class="two">
      <span class="tabular">{day(date)}</span>
      {asOf && <small>{fromDay(date, asOf)}</small>}
    </span>
  ) : (
    <span class="aside">Not known</span>
  );

/** A number of days as a person says it. */
export const Days = ({ days, asOf }: { days: number; asOf: string }) => <span title={counted(days, 'day')}>{daysText(days, asOf)}</span>;

/** The name of a row with a smaller line below. */
export const NameCell = ({ name, sub }: { name: ComponentChildren; sub?: ComponentChildren }) => (
  <span class="two">
    <b>{name}</b>
    {sub !== undefined && <small>{sub}</small>}
  </span>
);

/** An account's name without a link, for rows that link to the account themselves. */
export const AccountName = ({ account, territory }: { account: AccountRef | null; territory?: string | null }) => (
  <NameCell name={account?.name ?? 'No account'} sub={territory === undefined ? undefined : placeOf(territory)} />
);
