import type { LeadStatus, LeadStep } from '../../api/types';
import { word } from '../../format/words';
import { Icon } from '../../parts/Icon';
import { trackOf } from './track';

/** The way of a lead from new to closed, and where it is now. */
export const StatusTrack = ({ status, steps }: { status: LeadStatus; steps: readonly LeadStep[] }) => (
  <ol class="track" aria-label="Status">
    {trackOf(status, steps).map(({ name, state }) => (
      <li key={name} class={`track-step is-${state} track-${name}`} aria-current={state === 'now' ? 'step' : undefined}>
        <span class="track-mark" aria-hidden="true">
          {state === 'passed' && <Icon name="check" />}
          {state === 'now' && name === 'rejected' && <Icon name="close" />}
          {state === 'now' && name === 'converted' && <Icon name="check" />}
        </span>
        {word(name)}
        {state === 'passed' && <span class="unseen"> (done)</span>}
      </li>
    ))}
  </ol>
);
