import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** Rows are cards below this width. The style sheets use the same value. */
const cardsBelowPx = 600;
const rowPx = 44;
const cardPx = 108;

/** The height of a row, which depends on the width of the list. */
export function useRowHeight() {
  const box = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState(innerWidth < cardsBelowPx ? cardPx : rowPx);
  useLayoutEffect(() => {
    if (!box.current) return;
    const observer = new ResizeObserver(([entry]) => setHeight(entry!.contentRect.width < cardsBelowPx ? cardPx : rowPx));
    observer.observe(box.current);
    return () => observer.disconnect();
  }, [box.current]);
  return { height, box };
}
