import type { ComponentChildren } from 'preact';
import { Empty } from '../../parts/Empty';

/** Stands where something will be, and says why it is not there: nothing is made up in its place. */
export const Unavailable = ({ what, reason, children }: { what: string; reason: ComponentChildren; children?: ComponentChildren }) => (
  <section class="panel unavailable" aria-label={what}>
    <Empty icon="info" title={`${what}: not available`}>
      <p>{reason}</p>
      {children}
    </Empty>
  </section>
);
