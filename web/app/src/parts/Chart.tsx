import { useEffect, useRef, useState } from 'preact/hooks';
import { day, plain } from '../format/format';
import { dark } from '../state/theme';
import { toneOf, type ChartProps } from './chartSeries';

/** A chart with its numbers as a table below. uPlot is loaded with the first chart. */
export function Chart(props: ChartProps) {
  const { label, series, height = 220 } = props;
  const box = useRef<HTMLDivElement>(null);
  const [failed, setFailed] = useState(false);
  const isDark = dark.value;
  useEffect(() => {
    let left = false;
    let remove = () => {};
    import('./plot').then(
      ({ plot }) => {
        if (!left && box.current) remove = plot(box.current, props, height);
      },
      () => left || setFailed(true),
    );
    return () => {
      left = true;
      remove();
    };
  }, [props.x, props.series, props.kind, height, isDark]);
  return (
    <figure class="chart" aria-label={label}>
      {series.length > 1 && (
        <figcaption class="chart-legend" aria-hidden="true">
          {series.map((s, i) => (
            <span key={s.name}>
              <i class={`chart-key tone-${toneOf(s, i)}`} />
              {s.name}
            </span>
          ))}
        </figcaption>
      )}
      {failed ? (
        <p class="aside">The chart could not be loaded. See the table.</p>
      ) : (
        <div class="chart-box" ref={box} style={{ minHeight: `${height}px` }} aria-hidden="true" />
      )}
      <ChartTable {...props} open={failed} />
    </figure>
  );
}

function ChartTable({ x, time, xName, series, format = plain, open }: ChartProps & { open: boolean }) {
  const name = (v: number | string) => (typeof v === 'string' ? v : time ? day(new Date(v * 1000).toISOString()) : plain(v));
  return (
    <details class="fold chart-table" open={open}>
      <summary>As a table</summary>
      <div class="chart-rows" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{xName ?? (time ? 'Day' : '')}</th>
              {series.map((s) => (
                <th key={s.name} scope="col" class="num">
                  {s.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {x.map((v, i) => (
              <tr key={v}>
                <th scope="row">{name(v)}</th>
                {series.map((s) => (
                  <td key={s.name} class="num">
                    {s.values[i] == null ? '–' : format(s.values[i]!)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
