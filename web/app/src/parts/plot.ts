import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { plain } from '../format/format';
import { toneOf, type ChartProps } from './chartSeries';
import { stacked } from './stacked';

/** Draws a chart with uPlot in the theme's colours, as wide as the box. Call the returned function to remove it. */
export function plot(box: HTMLElement, { x, time = false, series, kind = 'line', format = plain }: ChartProps, height: number): () => void {
  const ink = colours(box);
  const named = typeof x[0] === 'string';
  const bars = kind === 'bars' || kind === 'stack' || named;
  const xs = named ? x.map((_, i) => i) : (x as readonly number[]).slice();
  const columns = kind === 'stack' ? stacked(series.map((s) => s.values)) : series.map((s) => s.values.slice());
  const font = `11.5px ${getComputedStyle(box).fontFamily}`;
  const axis = { stroke: ink('faint-ink'), font, grid: { stroke: ink('line'), width: 1 }, ticks: { show: false } };
  const steady = matchMedia('(prefers-reduced-motion: reduce)').matches;

  // Draw the highest series of a stack first, so that the lower ones cover it.
  const order = series.map((_, i) => i);
  if (kind === 'stack') order.reverse();
  const drawn = order.map((i): uPlot.Series => {
    const s = series[i]!;
    const colour = ink(toneOf(s, i));
    return {
      label: s.name,
      stroke: colour,
      width: bars ? 0 : 1.75,
      ...(bars
        ? {
            fill: colour,
            paths: uPlot.paths.bars!({
              size: [series.length > 1 && kind === 'bars' ? 0.35 : 0.7, 48],
              radius: 0.1,
              ...(kind === 'bars' && series.length === 2 ? { align: (i ? -1 : 1) as -1 | 1 } : {}),
            }),
          }
        : {}),
      ...(kind === 'area' ? { fill: faint(colour) } : {}),
      points: { show: !bars && xs.length < 2 },
    };
  });

  const tip = document.createElement('div');
  tip.className = 'chart-tip';
  tip.hidden = true;
  const chart = new uPlot(
    {
      width: Math.max(200, box.clientWidth),
      height,
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 6 } },
      scales: {
        x: { time, ...(bars ? { range: (_, min, max) => padded(xs, min, max) } : {}) },
        y: { range: (_, min, max) => [Math.min(0, min ?? 0), max > 0 ? max * 1.08 : 1] },
      },
      series: [{}, ...drawn],
      axes: [
        {
          ...axis,
          grid: { show: false },
          ...(named
            ? { splits: () => xs, values: (_, at) => at.map((i) => (x as readonly string[])[i] ?? '') }
            : time
              ? { values: dayNames }
              : {}),
        },
        { ...axis, size: 52, values: (_, at) => at.map((v) => format(v)) },
      ],
      hooks: {
        setCursor: [
          (u) => {
            const i = u.cursor.idx;
            tip.hidden = i == null;
            if (i == null) return;
            const at = x[i];
            const head =
              typeof at === 'string'
                ? at
                : time
                  ? new Date(at! * 1000).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
                  : plain(at!);
            tip.replaceChildren(line(head, ''), ...series.map((s) => line(s.name, s.values[i] == null ? '–' : format(s.values[i]!))));
            const left = u.valToPos(xs[i]!, 'x') + u.bbox.left / devicePixelRatio;
            const over = left > box.clientWidth / 2;
            tip.style.left = over ? '' : `${left + 10}px`;
            tip.style.right = over ? `${box.clientWidth - left + 10}px` : '';
          },
        ],
      },
    },
    [xs, ...order.map((i) => columns[i]!)] as uPlot.AlignedData,
    box,
  );
  box.append(tip);
  const observer = new ResizeObserver(() => chart.setSize({ width: Math.max(200, box.clientWidth), height }));
  observer.observe(box);
  if (steady) box.classList.add('is-steady');
  return () => {
    observer.disconnect();
    chart.destroy();
    tip.remove();
  };
}

const dayNames = (_: uPlot, at: number[]) =>
  at.map((s) => new Date(s * 1000).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' }));

/** Adds half a bar of room at both ends. */
function padded(xs: number[], min: number, max: number): [number, number] {
  const step = xs.length > 1 ? (xs.at(-1)! - xs[0]!) / (xs.length - 1) : 1;
  return [min - step / 2, max + step / 2];
}

function line(name: string, value: string): HTMLElement {
  const row = document.createElement('div');
  const label = document.createElement('span');
  label.textContent = name;
  const figure = document.createElement('b');
  figure.textContent = value;
  row.append(label, figure);
  return row;
}

/** Reads the theme's colours for the canvas by applying the CSS classes to a hidden element. */
function colours(box: HTMLElement): (tone: string) => string {
  const probe = document.createElement('i');
  probe.hidden = true;
  box.append(probe);
  const found = new Map<string, string>();
  queueMicrotask(() => probe.remove());
  return (tone) => {
    let colour = found.get(tone);
    if (!colour) {
      probe.className = `tone-${tone}`;
      found.set(tone, (colour = getComputedStyle(probe).color));
    }
    return colour;
  };
}

const faint = (colour: string) => colour.replace(/^rgb\((.*)\)$/, (_, parts: string) => `rgba(${parts}, 0.14)`);
