import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { linkHandler } from '../state/router';
import { formatRoute, type Route } from '../state/url';
import { Icon } from './Icon';
import { nextOrder, sorted, type SortValue, type Order } from './sorting';
import { visibleRows } from './visibleRows';

export interface Column<T> {
  key: string;
  name: string;
  cell(row: T): ComponentChildren;
  /** The value to sort by. Without it the column cannot be sorted. Null comes last in both directions. */
  sort?(row: T): SortValue;
  /** The first click sorts from the largest value. Usual for numbers. */
  descending?: boolean;
  /** Right-aligned with tabular figures. */
  number?: boolean;
  /** In pixels. Without it the column takes the remaining width. */
  width?: number;
  /** Rank 2 is hidden in tables narrower than 900 pixels, rank 3 below 1,150. Cards show every column. */
  rank?: 1 | 2 | 3;
  /** On a card: `title` is the first line, `none` hides the column, otherwise it shows as "name: value". */
  card?: 'title' | 'none';
  /** Tooltip of the column header. */
  hint?: string;
}

interface Props<T> {
  label: string;
  rows: readonly T[];
  id(row: T): string;
  columns: readonly Column<T>[];
  /** The order, if it is kept in the address (see `useSortOrder.ts`). Otherwise the table keeps its own. */
  order?: Order | null;
  onOrder?(order: Order): void;
  /** The server has sorted the rows: do not sort them again. */
  ordered?: boolean;
  /** The target of a row. Its first column becomes a link, and the whole row can be clicked. */
  to?(row: T): Route;
  /** The row that is open beside the table. */
  open?: string | null;
  /** Cells of a last row, for sums. */
  foot?(column: Column<T>): ComponentChildren;
  /** Shown when there are no rows. */
  empty?: ComponentChildren;
  /** A CSS length. Taller tables scroll inside their frame. Tables of more than 150 rows always do. */
  maxHeight?: string;
  /** For tables with many columns: scroll sideways instead of hiding columns. */
  wide?: boolean;
  onNearEnd?(): void;
  after?: ComponentChildren;
}

const virtualFrom = 150;
const rowHeightPx = 44;
const cardLinePx = 24;
const cardsBelowPx = 600;

/**
 * A table of records that can be sorted by any column. Long tables render only the rows in view, and narrow tables show
 * rows as cards. Arrow keys, j and k move between rows that have a link.
 */
export function DataTable<T>({
  label,
  rows,
  id,
  columns,
  order,
  onOrder,
  ordered = false,
  to,
  open,
  foot,
  empty,
  maxHeight,
  wide = false,
  onNearEnd,
  after,
}: Props<T>) {
  const [ownOrder, setOwnOrder] = useState<Order | null>(null);
  const activeOrder = order !== undefined ? order : ownOrder;
  const column = activeOrder ? columns.find((c) => c.key === activeOrder.key) : undefined;
  const shown = useMemo(
    () => (ordered || !column?.sort || !activeOrder ? rows : sorted(rows, column.sort, activeOrder.descending)),
    [rows, activeOrder?.key, activeOrder?.descending, ordered],
  );

  const box = useRef<HTMLDivElement>(null);
  const isLong = rows.length > virtualFrom;
  const [view, setView] = useState({ top: 0, height: 800, cards: innerWidth < cardsBelowPx });
  const [active, setActive] = useState<number | null>(null);
  const cardLines = columns.filter((c) => c.card !== 'none').length;
  const rowHeight = view.cards && !wide ? 20 + cardLinePx * cardLines : rowHeightPx;

  const measure = () => {
    const { scrollTop, clientHeight, clientWidth } = box.current!;
    const cards = clientWidth < cardsBelowPx;
    setView((s) =>
      s.top === scrollTop && s.height === clientHeight && s.cards === cards ? s : { top: scrollTop, height: clientHeight, cards },
    );
  };
  // Without rows the empty state is rendered instead, so there is no box to observe.
  const isBare = !rows.length && empty !== undefined;
  useLayoutEffect(() => {
    if (isBare) return;
    const observer = new ResizeObserver(measure);
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, [isBare]);

  const { first, last } = isLong ? visibleRows(view.top, view.height, rowHeight, shown.length) : { first: 0, last: shown.length };
  useEffect(() => {
    if (onNearEnd && last >= shown.length - 20) onNearEnd();
  }, [last, shown.length]);

  // Focus the active row again after it was rendered at its new position.
  useLayoutEffect(() => {
    if (active === null || isBare) return;
    box.current!.querySelector<HTMLElement>(`[data-at="${active}"] a`)?.focus({ preventScroll: !isLong });
  }, [active]);

  const onKey = (event: KeyboardEvent) => {
    if (!to || event.ctrlKey || event.metaKey || event.altKey || (event.target as HTMLElement).matches('input, select, textarea')) return;
    const at = Number((event.target as HTMLElement).closest<HTMLElement>('[data-at]')?.dataset['at'] ?? active ?? -1);
    const step =
      event.key === 'j' || event.key === 'ArrowDown'
        ? at + 1
        : event.key === 'k' || event.key === 'ArrowUp'
          ? at - 1
          : event.key === 'Home'
            ? 0
            : event.key === 'End'
              ? shown.length - 1
              : null;
    if (step === null || !shown.length) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(shown.length - 1, step));
    if (isLong) {
      const element = box.current!;
      const head = view.cards ? 0 : 36;
      const top = next * rowHeight;
      if (top < element.scrollTop) element.scrollTop = top;
      else if (top + rowHeight + head > element.scrollTop + element.clientHeight)
        element.scrollTop = top + rowHeight + head - element.clientHeight;
      measure();
    }
    setActive(next);
  };

  const sortBy = (c: Column<T>) => {
    const next = nextOrder(activeOrder, c.key, c.descending ?? false);
    if (onOrder) onOrder(next);
    else setOwnOrder(next);
  };

  if (isBare) return <>{empty}</>;
  const cell = (c: Column<T>, i: number) =>
    `${c.number ? 'num ' : ''}${i === 0 ? 'is-first ' : ''}rank-${c.rank ?? 1}${c.card ? ` card-${c.card}` : ''}`;
  return (
    <div
      class={`data${wide ? ' is-wide' : ''}${isLong || maxHeight || wide ? ' is-scrolled' : ''}${isLong ? ' is-long' : ''}`}
      ref={box}
      onScroll={isLong ? measure : undefined}
      onKeyDown={onKey}
      style={maxHeight ? { maxHeight } : undefined}
      tabIndex={isLong || maxHeight || wide ? 0 : undefined}
      role={isLong || maxHeight || wide ? 'region' : undefined}
      aria-label={isLong || maxHeight || wide ? label : undefined}
    >
      {/* Roles are said again since cards take the table's display away, and with it what browsers tell of it. */}
      <table
        class="data-table"
        role="table"
        aria-label={label}
        aria-rowcount={shown.length + 1}
        style={{ '--card-lines': String(cardLines) }}
      >
        <colgroup>
          {columns.map((c) => (
            <col key={c.key} class={`rank-${c.rank ?? 1}`} style={c.width ? { width: `${c.width}px` } : undefined} />
          ))}
        </colgroup>
        <thead role="rowgroup">
          <tr role="row" aria-rowindex={1}>
            {columns.map((c, i) => {
              const direction = activeOrder?.key === c.key ? (activeOrder.descending ? 'descending' : 'ascending') : undefined;
              return (
                <th
                  key={c.key}
                  role="columnheader"
                  scope="col"
                  class={cell(c, i)}
                  aria-sort={c.sort ? (direction ?? 'none') : undefined}
                  title={c.hint}
                >
                  {c.sort ? (
                    <button type="button" class={`sorter${direction ? ` is-${direction}` : ''}`} onClick={() => sortBy(c)}>
                      <span>{c.name}</span>
                      {direction && <Icon name="up" />}
                    </button>
                  ) : (
                    c.name
                  )}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {first > 0 && <Gap height={first * rowHeight} columns={columns.length} />}
          {shown.slice(first, last).map((row, i) => {
            const key = id(row);
            const at = first + i;
            const route = to?.(row);
            return (
              <tr
                key={key}
                role="row"
                data-at={at}
                aria-rowindex={at + 2}
                class={`${route ? 'is-link' : ''}${open === key ? ' is-open' : ''}`}
                onClick={
                  route &&
                  ((e) => {
                    if ((e.target as HTMLElement).closest('a, button, input, select, label, summary') || getSelection()?.toString()) return;
                    linkHandler(route)(e);
                  })
                }
              >
                {columns.map((c, n) => (
                  <td key={c.key} role="cell" class={cell(c, n)} data-name={c.name}>
                    {route && n === 0 ? (
                      <a class="data-link" href={formatRoute(route)} onClick={linkHandler(route)}>
                        {c.cell(row)}
                      </a>
                    ) : (
                      c.cell(row)
                    )}
                  </td>
                ))}
              </tr>
            );
          })}
          {last < shown.length && <Gap height={(shown.length - last) * rowHeight} columns={columns.length} />}
        </tbody>
        {foot && (
          <tfoot role="rowgroup">
            <tr role="row">
              {columns.map((c, i) => (
                <td key={c.key} role="cell" class={cell(c, i)} data-name={c.name}>
                  {foot(c)}
                </td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
      {after}
    </div>
  );
}

const Gap = ({ height, columns }: { height: number; columns: number }) => (
  <tr class="data-gap" aria-hidden="true" role="presentation">
    <td colSpan={columns} role="presentation" style={{ height: `${height}px` }} />
  </tr>
);
