import type { Territory } from '../../api/types';

/** The territories above one. A parent that does not count is said, so that somebody corrects it. */
export const belowText = ({ above, circle }: Pick<Territory, 'above' | 'circle'>): string =>
  circle ? 'would be below itself: its parent does not count' : above.length ? `below ${above.join(', ')}` : '';
