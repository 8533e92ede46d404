/** Drawn on a grid of 16 with lines of 1.5. */
const paths = {
  overview: 'M2 13.5h12M3.5 11V7.5M8 11V2.5M12.5 11V5.5',
  queue: 'M2 4h12M2 8h9M2 12h6',
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10Zm3.6-1.4L14 14',
  close: 'm3.5 3.5 9 9m0-9-9 9',
  check: 'm3 8.5 3.2 3.2L13 4.8',
  down: 'm4 6 4 4 4-4',
  up: 'M8 13V3M4 7l4-4 4 4',
  arrow: 'M3 8h10M9 4l4 4-4 4',
  warning: 'M8 2 1.5 13.5h13L8 2Zm0 4.5v3.2m0 1.9v.2',
  clock: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12Zm0-9.5V8l2.5 1.5',
  box: 'M2 5v6l6 3 6-3V5L8 2 2 5Zm0 0 6 3m0 0 6-3M8 8v6',
  refresh: 'M13.5 8a5.5 5.5 0 1 1-1.6-3.9M12.3 1.5v3h-3',
} as const;

export type IconName = keyof typeof paths;

export const Icon = ({ name }: { name: IconName }) => (
  <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
    <path d={paths[name]} />
  </svg>
);
