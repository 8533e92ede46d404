import { plain } from '../format/format';

interface Props {
  values: readonly (number | null)[];
  /** "Health, last 90 days". Screen readers also hear the first, last, lowest and highest value. */
  label: string;
  width?: number;
  height?: number;
  tone?: 'plain' | 'critical' | 'high' | 'good';
  format?(n: number): string;
}

/** A small line chart without axes. */
export function Sparkline({ values, label, width = 96, height = 24, tone = 'plain', format = plain }: Props) {
  const known = values.filter((v): v is number => v !== null);
  if (known.length < 2) return <span class="aside">–</span>;
  const low = Math.min(...known);
  const high = Math.max(...known);
  const y = (v: number) => (high === low ? height / 2 : 2 + ((height - 4) * (high - v)) / (high - low));
  const x = (i: number) => 2 + ((width - 4) * i) / (values.length - 1);
  let pen = 'M';
  const path = values
    .map((v, i) => (v === null ? ((pen = 'M'), '') : `${pen === 'M' ? ((pen = 'L'), 'M') : 'L'}${x(i).toFixed(1)} ${y(v).toFixed(1)}`))
    .join('');
  const last = values.findLastIndex((v) => v !== null);
  const text = `${label}: from ${format(known[0]!)} to ${format(known.at(-1)!)}, lowest ${format(low)}, highest ${format(high)}`;
  return (
    <svg class={`spark spark-${tone}`} viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="img" aria-label={text}>
      <title>{text}</title>
      <path d={path} />
      <circle cx={x(last)} cy={y(values[last]!)} r="2" />
    </svg>
  );
}
