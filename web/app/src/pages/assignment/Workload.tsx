import type { Workload, WorkloadPerson } from '../../api/types';
import { count, day, moment, momentInFull } from '../../format/format';
import { DataTable, type Column } from '../../parts/DataTable';
import { EmptyState } from '../../parts/EmptyState';
import { Link } from '../../parts/Link';
import { Money } from '../../parts/Money';
import { useRequest } from '../../parts/useRequest';
import { seesAllAccounts } from '../../state/session';
import { leadsWith } from '../../state/url';
import { Badge } from '../shared/Badge';
import { NameCell } from '../shared/cells';
import { Panel } from '../shared/Panel';
import { RequestResult } from '../shared/RequestResult';

/** How many open leads each person has. */
export function WorkloadTable() {
  const found = useRequest<Workload>('/api/v1/assignment/workload', 'portfolio');
  return (
    <RequestResult request={found} what="The workload">
      {({ items, unowned }) => (
        <Panel
          title="Workload"
          note={
            <>
              <Link to={leadsWith({ assignee: 'none' })} class="text-link">
                {count(unowned)} open {unowned === 1 ? 'lead has' : 'leads have'} no owner
              </Link>
              {!seesAllAccounts() && '. The figures are those of your accounts.'}
            </>
          }
        >
          <DataTable
            label="Workload"
            rows={items}
            id={(p) => p.name}
            columns={columnsFor(items)}
            to={(p) => leadsWith({ assignee: p.name })}
            empty={
              <EmptyState icon="user" title="Nobody works leads yet">
                Add users whose role works leads. Their open leads are counted here.
              </EmptyState>
            }
          />
        </Panel>
      )}
    </RequestResult>
  );
}

const columnsFor = (all: readonly WorkloadPerson[]): Column<WorkloadPerson>[] => [
  {
    key: 'name',
    name: 'Person',
    card: 'title',
    cell: (p) => <NameCell name={p.name} sub={p.id ? absence(p, all) : 'no user has this name'} />,
    sort: (p) => p.name,
  },
  { key: 'open', name: 'Open leads', number: true, width: 110, descending: true, cell: (p) => count(p.open), sort: (p) => p.open },
  {
    key: 'capacity',
    name: 'Capacity',
    number: true,
    width: 130,
    hint: 'The most open leads at which the rules still give leads',
    cell: (p) =>
      p.capacity == null ? (
        <span class="aside">no limit</span>
      ) : p.open >= p.capacity ? (
        <Badge tone="high" icon="warning">
          {count(p.capacity)}, full
        </Badge>
      ) : (
        count(p.capacity)
      ),
    sort: (p) => p.capacity,
  },
  ...(['critical', 'high', 'medium', 'low'] as const).map((band): Column<WorkloadPerson> => ({
    key: band,
    name: band.charAt(0).toUpperCase() + band.slice(1),
    number: true,
    width: 85,
    rank: 2,
    descending: true,
    cell: (p) => count(p.priorities[band]),
    sort: (p) => p.priorities[band],
  })),
  {
    key: 'value',
    name: 'Value',
    number: true,
    width: 130,
    descending: true,
    cell: (p) => <Money sum={p.value} of="item" />,
    sort: (p) => p.value.amount,
  },
  {
    key: 'untouched',
    name: 'Waits longest',
    width: 150,
    rank: 3,
    hint: 'The lead with the status new and without a note that was assigned first',
    cell: (p) =>
      p.oldestUntouched ? (
        <Link to={leadsWith({ assignee: p.name }, p.oldestUntouched.id)} class="text-link">
          <span title={momentInFull(p.oldestUntouched.since)}>{moment(p.oldestUntouched.since)}</span>
        </Link>
      ) : (
        <span class="aside">–</span>
      ),
    sort: (p) => p.oldestUntouched?.since ?? null,
  },
];

function absence(person: WorkloadPerson, all: readonly WorkloadPerson[]) {
  const { absence, isAbsent } = person;
  if (!absence) return undefined;
  const deputy = all.find((p) => p.id === absence.deputy)?.name;
  const until = absence.until ? `until ${day(absence.until)}` : 'until further notice';
  return `${isAbsent ? `Absent ${until}` : `Absent from ${day(absence.from)} ${until}`}${deputy ? `, deputy ${deputy}` : ''}`;
}
