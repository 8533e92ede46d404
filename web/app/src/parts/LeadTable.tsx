import type { ComponentChildren, HTMLAttributes } from 'preact';
import type { Sort, SortKey } from '../state/leadQuery';
import { Icon } from './Icon';

/** The columns that the server can sort by. */
export const columns: { key: SortKey; name: string }[] = [
  { key: 'priority', name: 'Priority' },
  { key: 'score', name: 'Score' },
  { key: 'type', name: 'Type' },
  { key: 'product', name: 'Product' },
  { key: 'account', name: 'Account' },
  { key: 'territory', name: 'Territory' },
  { key: 'value', name: 'Value' },
  { key: 'status', name: 'Status' },
  { key: 'updatedAt', name: 'Updated' },
];

const allColumns: readonly { key: SortKey | 'respond'; name: string }[] = [
  ...columns.slice(0, -1),
  { key: 'respond', name: 'Respond by' },
  ...columns.slice(-1),
];

const cellClass = (key: SortKey | 'respond') => `c-${key === 'updatedAt' ? 'updated' : key}`;

interface Props {
  label: string;
  /** Number of rows, rendered or not. */
  rows: number;
  sort?: Sort;
  onSort?(key: SortKey): void;
  /** Rows are grouped under headers that can be collapsed. */
  grouped?: boolean;
  /** The checkbox that selects all rows, if rows can be selected. */
  pick?: ComponentChildren;
  attributes?: HTMLAttributes<HTMLDivElement>;
  children: ComponentChildren;
}

/** The frame and column headers of a table of leads. A narrow table shows its rows as cards and hides the headers. */
export function LeadTable({ label, rows, sort, onSort, grouped = false, pick, attributes, children }: Props) {
  return (
    <div
      class={`lead-table${pick ? ' is-pickable' : ''}`}
      role={grouped ? 'treegrid' : 'grid'}
      aria-label={label}
      aria-rowcount={rows + 1}
      aria-multiselectable={pick ? true : undefined}
      {...attributes}
    >
      <div class="lead-heads" role="row" aria-rowindex={1}>
        {pick && (
          <span role="columnheader" class="c-pick">
            {pick}
          </span>
        )}
        {allColumns.map(({ key, name }) => {
          const sorted = sort?.key === key ? (sort.descending ? 'descending' : 'ascending') : undefined;
          return (
            <span
              key={key}
              role="columnheader"
              class={`${cellClass(key)} lead-head`}
              aria-sort={onSort && key !== 'respond' ? (sorted ?? 'none') : undefined}
            >
              {onSort && key !== 'respond' ? (
                <button type="button" class={`sorter${sorted ? ` is-${sorted}` : ''}`} onClick={() => onSort(key)}>
                  {name}
                  {sorted && <Icon name="up" />}
                </button>
              ) : (
                name
              )}
            </span>
          );
        })}
      </div>
      {children}
    </div>
  );
}
