import { Icon } from '../../parts/Icon';

/** A list that is held still for its reader says that there is something newer, and waits to be asked. */
export const Behind = ({ pages: { behind, again } }: { pages: { behind: boolean; again(): void } }) =>
  behind && (
    <button class="behind" type="button" onClick={again}>
      <Icon name="refresh" />
      <span>Something changed since: read again</span>
    </button>
  );
