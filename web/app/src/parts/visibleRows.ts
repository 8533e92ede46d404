const overscan = 8;

/** Which rows to render: those in view and some before and after. `last` is exclusive. */
export function visibleRows(top: number, height: number, rowHeight: number, rows: number): { first: number; last: number } {
  const first = Math.max(0, Math.floor(top / rowHeight) - overscan);
  const last = Math.min(rows, Math.ceil((top + height) / rowHeight) + overscan);
  // Start at an even row, so that scrolling by one row does not render again.
  const evenFirst = Math.min(Math.max(0, rows - 1), first - (first % 2));
  return { first: Math.max(0, evenFirst), last: Math.max(last, evenFirst) };
}
