export interface Series {
  name: string;
  /** One for each x; null where nothing is known. */
  values: readonly (number | null)[];
  tone?: Tone;
}

export type Tone = 'one' | 'two' | 'three' | 'four' | 'critical' | 'high' | 'medium' | 'low' | 'good' | 'faint';

export interface ChartProps {
  /** What is shown, for those who do not see it. */
  label: string;
  /** Seconds since 1970 where `time` is set, names where they are texts, else numbers; ascending. */
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
