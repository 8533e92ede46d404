import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** Rows are cards below this width. The style sheets use the same value. */
const narrow = 600;
const line = 44;
const card = 108;

/** The height of a row, which depends on the width of the list. */
export function useRowHeight() {
  const box = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState(innerWidth < narrow ? card : line);
  useLayoutEffect(() => {
    if (!box.current) return;
    const observer = new ResizeObserver(([entry]) => setHeight(entry!.contentRect.width < narrow ? card : line));
    observer.observe(box.current);
    return () => observer.disconnect();
  }, [box.current]);
  return { height, box };
}
