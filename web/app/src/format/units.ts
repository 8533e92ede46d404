import { counted, plain } from './format';

/** 0.7 is 70 %. */
export const percent = (rate: number | null | undefined): string => (rate == null ? '–' : `${plain(Math.round(rate * 1000) / 10)} %`);

/** 12.4 MB */
export function bytes(n: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let i = 0;
  while (n >= 1000 && i < units.length - 1) {
    n /= 1000;
    i++;
  }
  return `${n < 10 && i ? n.toFixed(1) : Math.round(n)} ${units[i]}`;
}

/** A duration in one unit: 320 ms, 4 s, 3 min, 5 h, 2 days. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const s = ms / 1000;
  if (s < 90) return `${Math.round(s)} s`;
  if (s < 90 * 60) return `${Math.round(s / 60)} min`;
  if (s < 36 * 3600) return `${Math.round(s / 3600)} h`;
  return counted(Math.round(s / 86_400), 'day');
}
