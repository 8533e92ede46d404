import type { ComponentChildren } from 'preact';

/** A share as a bar, with its value beside it. */
export const Meter = ({
  share,
  tone = 'plain',
  wide = false,
  children,
}: {
  share: number | null;
  tone?: 'plain' | 'critical' | 'high' | 'good';
  wide?: boolean;
  children: ComponentChildren;
}) => (
  <span class={`meter meter-${tone}${wide ? ' meter-wide' : ''}`}>
    <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
      <rect class="strip-cell" width="100" height="6" />
      {share !== null && <rect class="meter-fill" width={100 * Math.max(0, Math.min(1, share))} height="6" />}
    </svg>
    <span class="num">{children}</span>
  </span>
);
