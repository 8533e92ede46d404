import { useState } from 'preact/hooks';
import type { EntityRow, Page } from '../../api/types';
import { count } from '../../format/format';
import { percent } from '../../format/units';
import { Icon } from '../../parts/Icon';
import { Link } from '../../parts/Link';
import { useRequest } from '../../parts/useRequest';
import { viewWith } from '../../state/url';
import { filterParameters, formatConditions, type Condition } from '../explore/exploreQuery';
import { Meter } from '../shared/Meter';
import { Panel } from '../shared/Panel';
import { Unavailable } from '../shared/Unavailable';

interface Check {
  kind: string;
  /** "items" */
  what: string;
  finding: string;
  /** The consequence. */
  means: string;
  when: Condition[];
}

const empty = (field: string): Condition => ({ field, op: 'empty', value: '' });

/** Fields that the rules need. */
const checks: readonly Check[] = [
  {
    kind: 'item',
    what: 'items',
    finding: 'have no end of life',
    means: 'Urgency and refresh leads cannot take their age into account.',
    when: [empty('endOfLife')],
  },
  {
    kind: 'item',
    what: 'items',
    finding: 'have no support end',
    means: 'Only the status text says whether they are supported.',
    when: [empty('supportEnd')],
  },
  {
    kind: 'item',
    what: 'items',
    finding: 'are of unknown risk',
    means: 'Neither support nor any date is known, so they raise no leads.',
    when: [{ field: 'risk', op: 'eq', value: 'unknown' }],
  },
  {
    kind: 'item',
    what: 'items',
    finding: 'belong to no known product family',
    means: 'Their leads have no value and no services to recommend.',
    when: [{ field: 'family', op: 'eq', value: 'OTHER' }],
  },
  {
    kind: 'item',
    what: 'items',
    finding: 'have no contract value',
    means: 'Revenue at risk uses the estimates of their leads instead.',
    when: [empty('contractValue')],
  },
  {
    kind: 'opportunity',
    what: 'opportunities',
    finding: 'have no amount',
    means: 'They are not part of the weighted pipeline.',
    when: [empty('amount')],
  },
  {
    kind: 'opportunity',
    what: 'opportunities',
    finding: 'have no probability',
    means: 'They are not part of the weighted pipeline.',
    when: [empty('probability')],
  },
  {
    kind: 'opportunity',
    what: 'opportunities',
    finding: 'have no close date',
    means: 'They are missing from opportunities closing soon.',
    when: [empty('closeDate')],
  },
  {
    kind: 'service_credit',
    what: 'credits',
    finding: 'belong to no account',
    means: 'They are missing from every account’s utilization.',
    when: [empty('account')],
  },
  {
    kind: 'contract',
    what: 'contracts',
    finding: 'have no end',
    means: 'Nobody is warned when their notice period starts.',
    when: [empty('end')],
  },
  {
    kind: 'account',
    what: 'account records',
    finding: 'have no segment',
    means: 'They are missing from credits by segment.',
    when: [empty('segment')],
  },
];

/** Records with missing fields: how many, and a link to them. */
export function Findings() {
  const [missing, setMissing] = useState(false);
  if (missing) return <Unavailable what="Data quality" reason="This server version cannot count records with missing fields." />;
  return (
    <Panel
      title="Missing data"
      note="Records with missing fields are accepted, but the rules cannot use the fields. Each line links to its records."
    >
      <ul class="plain-list findings">
        {checks.map((check) => (
          <Finding key={`${check.kind}${check.finding}`} check={check} onMissing={() => setMissing(true)} />
        ))}
      </ul>
    </Panel>
  );
}

function Finding({ check, onMissing }: { check: Check; onMissing(): void }) {
  const where = filterParameters({
    kind: check.kind,
    conditions: check.when,
    columns: null,
    by: '',
    sum: '',
    sort: '',
    text: '',
    territory: '',
  });
  const path = `/api/v1/entities/${check.kind}?limit=1`;
  const all = useRequest<Page<EntityRow>>(path, 'portfolio');
  const some = useRequest<Page<EntityRow>>(`${path}&${where}`, 'portfolio');
  if (all.problem?.status === 404) {
    queueMicrotask(onMissing);
    return null;
  }
  const n = some.data?.total ?? null;
  const of = all.data?.total ?? null;
  const share = n !== null && of ? n / of : null;
  return (
    <li class="finding">
      <Icon name={n ? 'warning' : n === 0 ? 'check' : 'clock'} />
      <div>
        <Link to={viewWith('explore', { kind: check.kind, if: formatConditions(check.when) })} class="data-link">
          {n === null ? '…' : `${count(n)} of ${count(of)}`} {check.what} {check.finding}
        </Link>
        <p class="aside">{of === 0 ? `No ${check.what} are known.` : check.means}</p>
      </div>
      <Meter share={share} tone={share !== null && share > 0.5 ? 'high' : 'plain'}>
        {share === null ? '–' : percent(Math.round(share * 100) / 100)}
      </Meter>
    </li>
  );
}
