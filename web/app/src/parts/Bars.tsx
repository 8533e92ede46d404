import type { ComponentChildren } from 'preact';
import { count } from '../format/format';
import type { Route } from '../state/url';
import { Link } from './Link';

export interface Bar {
  key: string;
  label: ComponentChildren;
  value: number;
  tone?: string;
  to: Route;
}

/** Horizontal bars with their numbers. Screen readers hear the numbers only. */
export function Bars({ bars, of }: { bars: Bar[]; of: number }) {
  const most = Math.max(1, ...bars.map((b) => b.value));
  return (
    <ul class="bars">
      {bars.map(({ key, label, value, tone, to }) => (
        <li key={key}>
          <Link to={to} class="bar">
            <span class="bar-label">{label}</span>
            <svg class={`bar-track bar-${tone ?? 'plain'}`} viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
              <rect class="bar-back" width="100" height="8" />
              <rect class="bar-fill" width={(100 * value) / most} height="8" />
            </svg>
            <span class="bar-value num">
              {count(value)}
              <span class="unseen"> of {count(of)} leads</span>
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
