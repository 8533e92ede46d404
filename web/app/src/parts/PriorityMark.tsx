import type { Priority } from '../api/types';
import { word } from '../format/words';

const lampCount: Record<string, number> = { critical: 4, high: 3, medium: 2, low: 1 };

/** A priority as up to four lit bars with its name, so that colour is not the only signal. */
export function PriorityMark({ priority, bare = false }: { priority: Priority; bare?: boolean }) {
  const n = lampCount[priority] ?? 0;
  return (
    <span class={`priority priority-${priority}`}>
      <svg
        class="lamps"
        viewBox="0 0 10 15"
        width="10"
        height="15"
        role={bare ? 'img' : undefined}
        aria-hidden={bare ? undefined : 'true'}
        aria-label={bare ? word(priority) : undefined}
      >
        {[0, 1, 2, 3].map((i) => (
          <rect key={i} class={i < n ? 'lamp lamp-lit' : 'lamp'} x="0" y={12 - i * 4} width="10" height="3" rx="0.75" />
        ))}
      </svg>
      {!bare && <span class="priority-word">{word(priority)}</span>}
    </span>
  );
}
