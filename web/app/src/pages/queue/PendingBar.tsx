import { count } from '../../format/format';
import type { Pending } from '../../live/orderedList';
import { Icon } from '../../parts/Icon';

/** Says how many rows have changed, and applies the changes on click. */
export function PendingBar({ pending: { arrived, moved, gone }, apply }: { pending: Pending; apply(): void }) {
  const summary = [arrived && `${count(arrived)} new`, moved && `${count(moved)} moved`, gone && `${count(gone)} gone`]
    .filter(Boolean)
    .join(', ');
  return (
    <div class="pending" role="status">
      {summary && (
        <button class="pending-button" type="button" onClick={apply}>
          <Icon name="refresh" />
          {summary}, click to apply
        </button>
      )}
    </div>
  );
}
