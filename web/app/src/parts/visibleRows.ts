const overscan = 8;

/** Which rows are drawn: those in view and some beyond either end. `last` is exclusive. */
export function visibleRows(top: number, height: number, rowHeight: number, rows: number): { first: number; last: number } {
  const first = Math.max(0, Math.floor(top / rowHeight) - overscan);
  const last = Math.min(rows, Math.ceil((top + height) / rowHeight) + overscan);
  // Even steps keep the window still while the reader scrolls by less than a row or two.
  const evenFirst = Math.min(Math.max(0, rows - 1), first - (first % 2));
  return { first: Math.max(0, evenFirst), last: Math.max(last, evenFirst) };
}
