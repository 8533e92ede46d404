import type { ComponentChildren, HTMLAttributes } from 'preact';
import type { Sort, SortKey } from '../state/query';
import { Icon } from './Icon';

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

const cellClass = (key: SortKey) => `c-${key === 'updatedAt' ? 'updated' : key}`;

interface Props {
  label: string;
  /** How many rows there are in all, drawn or not. */
  rows: number;
  sort?: Sort;
  onSort?(key: SortKey): void;
  active?: string | null;
  attributes?: HTMLAttributes<HTMLDivElement>;
  children: ComponentChildren;
}

/** The heading and the frame of a table of leads. Where it is narrow, its rows become cards and the heading goes. */
export function LeadTable({ label, rows, sort, onSort, attributes, children }: Props) {
  return (
    <div class="lead-table" role="grid" aria-label={label} aria-rowcount={rows + 1} {...attributes}>
      <div class="lead-heads" role="row" aria-rowindex={1}>
        {columns.map(({ key, name }) => {
          const sorted = sort?.key === key ? (sort.descending ? 'descending' : 'ascending') : undefined;
          return (
            <span key={key} role="columnheader" class={`${cellClass(key)} lead-head`} aria-sort={onSort ? (sorted ?? 'none') : undefined}>
              {onSort ? (
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
