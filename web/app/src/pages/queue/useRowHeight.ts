import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** Below this width rows are cards; the style sheets use the same. */
const narrow = 600;
const line = 44;
const card = 108;

/** How high a row is in the width that there is. */
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
