import type { Account, Territory } from '../../api/types';
import { count } from '../../format/format';
import { knownAmount, weightedSum } from '../../format/sums';
import type { Column } from '../../parts/DataTable';
import { Money } from '../../parts/Money';
import { Meter } from '../shared/Meter';
import { seesKind } from '../../state/session';

/** The columns of lead value, leads and pipeline, which territories and accounts share. */
export function leadColumns<T extends Account | Territory>(most: number, valueWidth?: number): Column<T>[] {
  const columns: Column<T>[] = [
    {
      key: 'value',
      name: 'Lead value',
      ...(valueWidth && { width: valueWidth }),
      descending: true,
      cell: (row) => (
        <Meter wide share={(row.leadValue?.amount ?? 0) / most}>
          <Money sum={row.leadValue} of="item" />
        </Meter>
      ),
      sort: (row) => knownAmount(row.leadValue),
    },
    {
      key: 'leads',
      name: 'Leads',
      width: 76,
      number: true,
      descending: true,
      cell: (row) => count(row.leads.total),
      sort: (row) => row.leads.total,
    },
    {
      key: 'pressing',
      name: 'Critical, high',
      width: 116,
      number: true,
      descending: true,
      cell: (row) => `${count(row.leads.critical)}, ${count(row.leads.high)}`,
      sort: (row) => row.leads.critical * 1e6 + row.leads.high,
    },
    {
      key: 'pipeline',
      name: 'Pipeline',
      width: 100,
      number: true,
      descending: true,
      rank: 2,
      cell: (row) => <Money sum={weightedSum(row.pipeline)} of="opportunity" />,
      sort: (row) => knownAmount(weightedSum(row.pipeline)),
    },
  ];
  return columns.filter((c) => c.key !== 'pipeline' || seesKind('opportunity'));
}
