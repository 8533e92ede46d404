import { lifecycleText, type LifecycleDates, type Scale } from './lifecycle';
import './lifeLine.css';

const marks = {
  installed: 'M0-4V4',
  endOfLife: 'M0-5 5 0 0 5-5 0Z',
  endOfService: 'M-4-4H4V4H-4Z',
} as const;

/**
 * The lifecycle of an item on a line: a bar for support, a diamond for the end of life, a square for the end of service, and
 * a line for today. Positions are in percent, so that the marks keep their shape at any width.
 */
export function LifeLine({ life, scale, asOf }: { life: LifecycleDates; scale: Scale; asOf: string }) {
  const text = lifecycleText(life, asOf);
  const today = scale.at(asOf);
  const start = life.supportStart ? scale.at(life.supportStart) : 0;
  const end = life.supportEnd ? scale.at(life.supportEnd) : null;
  // Without a known end, support is drawn until today only.
  const until = end ?? (life.supportStart ? today : null);
  return (
    <svg class="life-line" width="100%" height="26" role="img" aria-label={text}>
      <title>{text}</title>
      {scale.years.map((y) => (
        <line key={y.year} class="life-year" x1={`${y.at}%`} x2={`${y.at}%`} y1="0" y2="26" />
      ))}
      <line class="life-base" x1="0" x2="100%" y1="13" y2="13" />
      {until !== null && until > start && (
        <>
          <rect class="life-support" x={`${start}%`} width={`${Math.max(0, Math.min(until, today) - start)}%`} y="9" height="8" />
          {until > today && (
            <rect
              class="life-support-ahead"
              x={`${Math.max(start, today)}%`}
              width={`${until - Math.max(start, today)}%`}
              y="9.5"
              height="7"
            />
          )}
        </>
      )}
      {end !== null && <line class="life-support-end" x1={`${end}%`} x2={`${end}%`} y1="6" y2="20" />}
      <line class="life-today" x1={`${today}%`} x2={`${today}%`} y1="0" y2="26" />
      {(['installed', 'endOfLife', 'endOfService'] as const).map(
        (name) =>
          life[name] && (
            <svg key={name} x={`${scale.at(life[name]!)}%`} y="13" overflow="visible">
              <path class={`life-mark life-${name}${life[name]! <= asOf ? ' is-past' : ''}`} d={marks[name]} />
            </svg>
          ),
      )}
    </svg>
  );
}

/** The labels above the lines: years and today. */
export const LifeAxis = ({ scale, asOf }: { scale: Scale; asOf: string }) => {
  const today = scale.at(asOf);
  return (
    <svg class="life-axis" width="100%" height="18" aria-hidden="true">
      {scale.years
        .filter((y) => Math.abs(y.at - today) > 9)
        .map((y) => (
          <text key={y.year} x={`${y.at}%`} y="13" text-anchor="middle">
            {y.year}
          </text>
        ))}
      <text class="life-now" x={`${today}%`} y="13" text-anchor="middle">
        Today
      </text>
    </svg>
  );
};

const Sample = ({ children }: { children: preact.ComponentChildren }) => (
  <svg viewBox="-10 -8 20 16" width="20" height="16" aria-hidden="true">
    {children}
  </svg>
);

export const LifeLegend = () => (
  <ul class="life-legend" aria-label="How to read the lines">
    <li>
      <Sample>
        <rect class="life-support" x="-9" width="18" y="-4" height="8" />
      </Sample>
      Supported
    </li>
    <li>
      <Sample>
        <rect class="life-support-ahead" x="-9" width="18" y="-3.5" height="7" />
      </Sample>
      in the future
    </li>
    <li>
      <Sample>
        <path class="life-mark life-endOfLife is-past" d={marks.endOfLife} />
      </Sample>
      End of life
    </li>
    <li>
      <Sample>
        <path class="life-mark life-endOfService is-past" d={marks.endOfService} />
      </Sample>
      End of service
    </li>
    <li>
      <Sample>
        <path class="life-mark life-endOfLife" d={marks.endOfLife} />
      </Sample>
      hollow: in the future
    </li>
    <li>
      <Sample>
        <path class="life-mark life-installed" d={marks.installed} />
      </Sample>
      Installed
    </li>
  </ul>
);
