import type { ComponentChildren } from 'preact';
import { EmptyState } from '../../parts/EmptyState';

/** Says that a feature is not available on this server, and why. */
export const Unavailable = ({ what, reason, children }: { what: string; reason: ComponentChildren; children?: ComponentChildren }) => (
  <section class="panel unavailable" aria-label={what}>
    <EmptyState icon="info" title={`${what}: not available`}>
      <p>{reason}</p>
      {children}
    </EmptyState>
  </section>
);
