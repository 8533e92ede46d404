import { Icon } from '../../parts/Icon';

/** Offers to reload a list that did not follow changes because somebody was using it. */
export const RefreshButton = ({ list: { isOutdated, reload } }: { list: { isOutdated: boolean; reload(): void } }) =>
  isOutdated && (
    <button class="behind" type="button" onClick={reload}>
      <Icon name="refresh" />
      <span>The list has changed: reload</span>
    </button>
  );
