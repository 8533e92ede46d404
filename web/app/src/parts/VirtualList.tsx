import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { visibleRows } from './visibleRows';

interface Props {
  ids: readonly string[];
  indexOf(id: string): number;
  rowHeight: number;
  row(id: string, index: number): ComponentChildren;
  /** The row that keeps its position on the screen when others move, unless it is out of view or the pointer is on another row. */
  anchorId: string | null;
  /** Called when the view comes near the end of the loaded rows. */
  onNearEnd(): void;
  onTop(atTop: boolean): void;
  /** The row to scroll into view when this changes. */
  reveal: string | null;
  after?: ComponentChildren;
}

/**
 * Renders the rows in view and a few more. When rows are added, removed or moved, the anchor row, or else the first row in
 * view, keeps its position on the screen.
 */
export function VirtualList({ ids, indexOf, rowHeight, row, anchorId, onNearEnd, onTop, reveal, after }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 800 });
  const anchor = useRef<{ id: string; offset: number } | null>(null);
  /** The row under the mouse, which must not move away before a click. */
  const pointedId = useRef<string | null>(null);

  const measure = () => {
    const { scrollTop, clientHeight } = box.current!;
    setView((s) => (s.top === scrollTop && s.height === clientHeight ? s : { top: scrollTop, height: clientHeight }));
    onTop(scrollTop < 4);
    remember(scrollTop, clientHeight);
  };

  const remember = (top: number, height: number) => {
    const inView = (id: string | null) => {
      const place = id === null ? -1 : indexOf(id);
      return place >= 0 && place * rowHeight < top + height && (place + 1) * rowHeight > top ? place : -1;
    };
    const under = inView(pointedId.current);
    const place = under >= 0 ? under : inView(anchorId);
    const visible = place >= 0;
    const index = visible ? place : Math.floor(top / rowHeight);
    const id = ids[index];
    anchor.current = id === undefined || (top < 4 && !visible) ? null : { id, offset: index * rowHeight - top };
  };

  useLayoutEffect(() => {
    const element = box.current!;
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const point = (event: PointerEvent) => {
    const row = event.pointerType === 'mouse' ? (event.target as Element).closest<HTMLElement>('[data-row]')?.dataset['row'] : undefined;
    if ((row ?? null) === pointedId.current) return;
    pointedId.current = row ?? null;
    remember(box.current!.scrollTop, box.current!.clientHeight);
  };

  // Restore the scroll position after the new rows are rendered and before they are painted.
  useLayoutEffect(() => {
    const element = box.current!;
    const kept = anchor.current;
    const place = kept ? indexOf(kept.id) : -1;
    if (kept && place >= 0) {
      const wanted = place * rowHeight - kept.offset;
      if (Math.abs(wanted - element.scrollTop) >= 1) element.scrollTop = wanted;
    }
    measure();
  }, [ids, rowHeight]);

  useLayoutEffect(() => remember(box.current!.scrollTop, box.current!.clientHeight), [anchorId]);

  useLayoutEffect(() => {
    const place = reveal === null ? -1 : indexOf(reveal);
    if (place < 0) return;
    const element = box.current!;
    const top = place * rowHeight;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + rowHeight > element.scrollTop + element.clientHeight) element.scrollTop = top + rowHeight - element.clientHeight;
  }, [reveal]);

  const { first, last } = visibleRows(view.top, view.height, rowHeight, ids.length);

  useEffect(() => {
    if (last >= ids.length - 2 * Math.ceil(view.height / rowHeight)) onNearEnd();
  }, [last, ids]);

  return (
    <div
      class="vlist"
      ref={box}
      onScroll={measure}
      onPointerOver={point}
      onPointerLeave={() => (pointedId.current = null)}
      role="presentation"
    >
      <div class="vlist-room" role="presentation" style={{ height: `${ids.length * rowHeight}px` }}>
        <div class="vlist-window" role="presentation" style={{ transform: `translateY(${first * rowHeight}px)` }}>
          {ids.slice(first, last).map((id, i) => row(id, first + i))}
        </div>
      </div>
      {after}
    </div>
  );
}
