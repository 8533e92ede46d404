export interface Series {
  name: string;
  /** One value for each x. Null where the value is unknown. */
  values: readonly (number | null)[];
  tone?: Tone;
}

export type Tone = 'one' | 'two' | 'three' | 'four' | 'critical' | 'high' | 'medium' | 'low' | 'good' | 'faint';

export interface ChartProps {
  /** The accessible name of the chart. */
  label: string;
  /** Ascending: seconds since 1970 if `time` is set, else numbers or names. */
  x: readonly number[] | readonly string[];
  time?: boolean;
  xName?: string;
  series: readonly Series[];
  kind?: 'line' | 'area' | 'bars' | 'stack';
  height?: number;
  format?(n: number): string;
}

const tones: readonly Tone[] = ['one', 'two', 'three', 'four'];
export const toneOf = (series: Series, index: number): Tone => series.tone ?? tones[index % tones.length]!;
