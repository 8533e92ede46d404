import { useMemo } from 'preact/hooks';
import type { AccountDetail } from '../../api/types';
import { EmptyState } from '../../parts/EmptyState';
import { Icon } from '../../parts/Icon';
import { LeadRow } from '../../parts/LeadRow';
import { LeadTable } from '../../parts/LeadTable';
import { Link } from '../../parts/Link';
import { compareBy, firstDescending, sortText, type Sort, type SortKey } from '../../state/leadQuery';
import { openLead, route, updateSettings } from '../../state/router';
import { isBare, formatRoute, leadsWith, type Settings } from '../../state/url';

const defaultSort: Sort = { key: 'score', descending: true };
/** Longer lists are shown in the lead queue. */
const maxRows = 200;

export function Leads({ detail, settings }: { detail: AccountDetail; settings: Settings }) {
  const at = route.value;
  const text = settings['sort'] ?? sortText(defaultSort);
  const sort = useMemo((): Sort => ({ key: text.replace(/^-/, '') as SortKey, descending: text.startsWith('-') }), [text]);
  const leads = useMemo(() => {
    const open = (s: string) => (s === 'converted' || s === 'rejected' ? 1 : 0);
    const by = compareBy(sort);
    return [...detail.leads].sort((a, b) => open(a.status) - open(b.status) || by(a, b) || a.id.localeCompare(b.id));
  }, [detail.leads, sort]);
  const order = (key: SortKey) => {
    const next = sortText(sort.key === key ? { key, descending: !sort.descending } : { key, descending: firstDescending(key) });
    updateSettings({ sort: next === sortText(defaultSort) ? '' : next }, 'replace');
  };
  if (!leads.length)
    return (
      <EmptyState icon="check" title="No leads">
        Nothing known about this account suggests a renewal, a refresh or a service.
      </EmptyState>
    );
  return (
    <>
      <LeadTable label="Leads of this account" rows={leads.length} sort={sort} onSort={order}>
        {leads.slice(0, maxRows).map((lead, i) => (
          <LeadRow
            key={lead.id}
            lead={lead}
            index={i + 2}
            active={false}
            open={at.lead === lead.id}
            left={lead.status === 'converted' || lead.status === 'rejected'}
            href={formatRoute(isBare(at) ? leadsWith({}) : { ...at, lead: lead.id })}
            tabbable
            onOpen={openLead}
          />
        ))}
      </LeadTable>
      <p class="list-end">
        <Link to={leadsWith({ account: detail.account.id })} class="more-link">
          {leads.length > maxRows ? `All ${leads.length} in the lead queue` : 'Open them in the lead queue'} <Icon name="arrow" />
        </Link>
      </p>
    </>
  );
}
