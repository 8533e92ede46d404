import type { Explanation, Factors } from '../../api/types';
import { plain, score, signed } from '../../format/format';
import { word } from '../../format/words';
import { factorNames, ScoreStrip, usualWeights } from '../../parts/ScoreStrip';
import { byFactor, sumOf } from './explain';

/** Every rule that fired, by factor; what they add is the score. */
export function ExplanationTable({ explanation, factors }: { explanation: Explanation | undefined; factors: Factors }) {
  if (!explanation?.lines?.length) return <p class="aside">The server gave no explanation.</p>;
  const parts = byFactor(explanation);
  const weights = { ...usualWeights };
  for (const f of factorNames) weights[f] = parts.find((p) => word(p.factor) === word(f))?.weight ?? usualWeights[f];
  return (
    <>
      <div class="big-strip">
        <ScoreStrip factors={factors} weights={weights} width={480} height={12} />
        <div class="strip-names" aria-hidden="true" style={{ gridTemplateColumns: factorNames.map((f) => `${weights[f]}fr`).join(' ') }}>
          {factorNames.map((f) => (
            <span key={f}>
              {word(f)} <b class="num">{plain(factors?.[f] ?? 0)}</b>
            </span>
          ))}
        </div>
      </div>
      <table class="explain">
        <thead>
          <tr>
            <th scope="col">Rule, and what it saw</th>
            <th scope="col" class="num">
              Points
            </th>
            <th scope="col" class="num">
              Adds
            </th>
          </tr>
        </thead>
        {parts.map((part) => (
          <tbody key={part.factor}>
            <tr class="explain-factor">
              <th scope="rowgroup">
                {word(part.factor)} <span class="aside num">× {score(part.weight)}</span>
              </th>
              <td class="num">{plain(part.points)}</td>
              <td class="num">{score(part.contribution)}</td>
            </tr>
            {part.lines.map((line, i) => (
              <tr key={i} class={line.rule === 'cap' ? 'is-cap' : undefined}>
                <td>
                  {line.text || word(line.rule)}
                  {line.input && <small>{line.input}</small>}
                </td>
                <td class="num">{signed(line.points)}</td>
                <td class="num">{(line.contribution > 0 ? '+' : '') + score(line.contribution).replace('-', '−')}</td>
              </tr>
            ))}
          </tbody>
        ))}
        <tfoot>
          <tr>
            <th scope="row">Score</th>
            <td />
            <td class="num">{score(sumOf(explanation))}</td>
          </tr>
        </tfoot>
      </table>
    </>
  );
}

/** The risk score of the item, folded away: it explains the item, not the lead. */
export function RiskTable({ explanation }: { explanation: Explanation | undefined }) {
  if (!explanation?.lines?.length) return null;
  return (
    <details class="fold">
      <summary>Why this risk</summary>
      <table class="explain">
        <tbody>
          {explanation.lines.map((line, i) => (
            <tr key={i}>
              <td>
                {line.text || word(line.rule)}
                {line.input && <small>{line.input}</small>}
              </td>
              <td class="num">{signed(line.points)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Risk score</th>
            <td class="num">{plain(explanation.score)}</td>
          </tr>
        </tfoot>
      </table>
    </details>
  );
}
