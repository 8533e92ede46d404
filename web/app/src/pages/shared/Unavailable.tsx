import type { ComponentChildren } from 'preact';
import { EmptyState } from '../../parts/EmptyState';

/** Stands where something will be, and says why it is not there: nothing is made up in its place. */
export const Unavailable = ({ what, reason, children }: { what: string; reason: ComponentChildren; children?: ComponentChildren }) => (
  <section class="panel unavailable" aria-label={what}>
    <EmptyState icon="info" title={`${what}: not available`}>
      <p>{reason}</p>
      {children}
    </EmptyState>
  </section>
);
