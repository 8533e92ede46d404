/** Paths on a 16 × 16 grid, drawn with a stroke of 1.5. */
const paths = {
  overview: 'M2 13.5h12M3.5 11V7.5M8 11V2.5M12.5 11V5.5',
  queue: 'M2 4h12M2 8h9M2 12h6',
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10Zm3.6-1.4L14 14',
  close: 'm3.5 3.5 9 9m0-9-9 9',
  check: 'm3 8.5 3.2 3.2L13 4.8',
  down: 'm4 6 4 4 4-4',
  up: 'M8 13V3M4 7l4-4 4 4',
  right: 'm6 4 4 4-4 4',
  left: 'm10 4-4 4 4 4',
  arrow: 'M3 8h10M9 4l4 4-4 4',
  warning: 'M8 2 1.5 13.5h13L8 2Zm0 4.5v3.2m0 1.9v.2',
  clock: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12Zm0-9.5V8l2.5 1.5',
  box: 'M2 5v6l6 3 6-3V5L8 2 2 5Zm0 0 6 3m0 0 6-3M8 8v6',
  refresh: 'M13.5 8a5.5 5.5 0 1 1-1.6-3.9M12.3 1.5v3h-3',
  // Pages
  action: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12Zm0-9v3.5m0 2.3v.2',
  revenue: 'M2 12.5 6 8l3 3 5-6.5M10.5 4.5H14V8',
  health: 'M1.5 8.5h3l2-5 3 9 2-4h3',
  services: 'M6 3.5V2h4v1.5M2 4.5h12v9H2zM2 8.5h12M8 7.5v2',
  territories: 'm2 4 4-1.5 4 1.5 4-1.5V12l-4 1.5L6 12l-4 1.5V4Zm4-1.5V12m4-8v9.5',
  analytics: 'M2 2v12h12M5 10.5l2.5-3 2 1.5L13 4.5',
  explore: 'M2 3.5h12v9H2zM2 6.5h12M6.5 6.5v6',
  reconciliation: 'M5 2v4a3 3 0 0 0 3 3h0a3 3 0 0 1 3 3v2M11 2v4a3 3 0 0 1-3 3h0a3 3 0 0 0-3 3v2',
  imports: 'M8 2v8M4.5 7 8 10.5 11.5 7M2.5 11v2.5h11V11',
  rules: 'M2 4.5h6m3 0h3M2 11.5h2m3 0h7M9.5 4.5a1.5 1.5 0 1 0 0-.01M5.5 11.5a1.5 1.5 0 1 0 0-.01',
  system: 'M2 3h12v4H2zM2 9h12v4H2zM4.5 5h.01M4.5 11h.01',
  account: 'M3 14V2.5h6V14M9 6h4v8M1.5 14h13M5 5h2M5 8h2M5 11h2',
  // Actions
  menu: 'M2 4h12M2 8h12M2 12h12',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
  filter: 'M2 3h12L9.5 8.5V13l-3-1.5v-3L2 3Z',
  download: 'M8 2v8M4.5 7 8 10.5 11.5 7M2.5 13.5h11',
  upload: 'M8 10.5v-8M4.5 6 8 2.5 11.5 6M2.5 13.5h11',
  undo: 'M5.5 3 2.5 6l3 3M2.5 6h7a4 4 0 0 1 0 8H6',
  user: 'M8 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6Zm-5.5 6a5.5 5.5 0 0 1 11 0',
  note: 'M3 2h7l3 3v9H3V2Zm7 0v3h3M5.5 8h5M5.5 11h3',
  bell: 'M4 11V7a4 4 0 0 1 8 0v4l1.5 1.5h-11L4 11Zm2.8 3h2.4',
  star: 'm8 2 1.8 3.9 4.2.5-3.1 2.9.8 4.2L8 11.4l-3.7 2.1.8-4.2L2 6.4l4.2-.5L8 2Z',
  link: 'M6.5 9.5a2.8 2.8 0 0 0 4 0l2.3-2.3a2.8 2.8 0 0 0-4-4L7.7 4.3m1.8 2.2a2.8 2.8 0 0 0-4 0L3.2 8.8a2.8 2.8 0 0 0 4 4l1.1-1.1',
  edit: 'M10.5 3 13 5.5 5.5 13H3v-2.5L10.5 3Z',
  trash: 'M2.5 4.5h11M6 4.5V2.5h4v2m-5.5 0 .6 9h5.8l.6-9',
  print: 'M4.5 6V2h7v4M4.5 11.5H2V6h12v5.5h-2.5M4.5 9.5h7V14h-7V9.5Z',
  play: 'M4.5 2.5v11l9-5.5-9-5.5Z',
  eye: 'M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8ZM8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z',
  sun: 'M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1m8 8 1 1M13 3l-1 1m-8 8-1 1',
  moon: 'M13.5 9.5A6 6 0 0 1 6.5 2.5a6 6 0 1 0 7 7Z',
  screen: 'M2 3h12v8H2zM6 14h4M8 11v3',
  keyboard: 'M1.5 4h13v8h-13zM4 6.5h.01M6.7 6.5h.01M9.3 6.5h.01M12 6.5h.01M5 9.5h6',
  group: 'M2 3.5h12M5 8h9M5 12.5h9M2 8h.01M2 12.5h.01',
  bookmark: 'M4 2h8v12l-4-3-4 3V2Z',
  calendar: 'M2.5 3.5h11v10h-11zM2.5 6.5h11M5.5 2v3M10.5 2v3',
  lock: 'M3.5 7h9v6.5h-9zM5.5 7V5a2.5 2.5 0 0 1 5 0v2',
  key: 'M10.5 9.5a4 4 0 1 0-3.6-2.3L2 12v2h2.5v-1.5H6V11h1.5l1.1-1.1a4 4 0 0 0 1.9-.4ZM11 5h.01',
  out: 'M9.5 2.5h-6v11h6M6.5 8h7M11 5.5 13.5 8 11 10.5',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  info: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12Zm0-3V7.5M8 5.2V5',
} as const;

export type IconName = keyof typeof paths;

export const Icon = ({ name }: { name: IconName }) => (
  <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
    <path d={paths[name]} />
  </svg>
);
