import type { Factors } from '../api/types';
import { plain } from '../format/format';
import { word } from '../format/words';

export const factorNames = ['urgency', 'value', 'propensity', 'strategicFit'] as const;

/** The default weights. An explanation carries the actual ones. */
export const usualWeights: Record<(typeof factorNames)[number], number> = {
  urgency: 0.35,
  value: 0.3,
  propensity: 0.2,
  strategicFit: 0.15,
};

const gap = 1;

/**
 * A score as a small bar with one cell per factor: as wide as the factor's weight and filled to its value. The filled parts
 * add up to the score.
 */
export function ScoreBar({
  factors,
  weights = usualWeights,
  width = 100,
  height = 6,
}: {
  factors: Factors | undefined;
  weights?: typeof usualWeights;
  width?: number;
  height?: number;
}) {
  if (!factors) return null;
  const room = width - gap * (factorNames.length - 1);
  const text = factorNames.map((f) => `${word(f)} ${plain(factors[f] ?? 0)}`).join(', ');
  let x = 0;
  return (
    <svg class="strip" viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="img" aria-label={text}>
      <title>{text}</title>
      {factorNames.map((f) => {
        const cell = room * weights[f];
        const filled = (cell * Math.max(0, Math.min(100, factors[f] ?? 0))) / 100;
        const at = x;
        x += cell + gap;
        return (
          <g key={f}>
            <rect class="strip-cell" x={at} y="0" width={cell} height={height} />
            <rect class={`strip-fill strip-${f}`} x={at} y="0" width={filled} height={height} />
          </g>
        );
      })}
    </svg>
  );
}
