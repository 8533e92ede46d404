import type { Cause, Explanation, Factors, Forecast, Priority, Receipt } from '../api/types';
import { count, day, momentInFull, plain, score, signed, timeBetween, withDays } from '../format/format';
import { word } from '../format/words';
import { Icon } from './Icon';
import { PriorityMark } from './PriorityMark';
import { Callout } from './Callout';
import { byFactor, isWeighted, differenceText, sumOf } from './factors';

interface Props {
  explanation: Explanation | undefined;
  /** What is explained, such as "Score" or "Classic health". Names the last row. */
  name?: string;
  /** All factors, including those without a line in the explanation. */
  factors?: Factors | undefined;
  before?: { score: number; priority?: Priority | null } | null | undefined;
  now?: { score: number; priority?: Priority | null } | null | undefined;
  cause?: Cause | null | undefined;
  forecast?: Forecast | null | undefined;
  receipt?: Receipt | null | undefined;
  /** A factor is the mean of its lines and not their sum, as in health. */
  isMean?: boolean;
}

/**
 * Explains a score of a lead, account or item: the previous score and its change, each factor times its weight, every rule
 * that fired with its input, the next change without events, and the journal row and rules that it was computed from.
 */
export function Explain({ explanation, name = 'Score', factors, before, now, cause, forecast, receipt, isMean = false }: Props) {
  if (!explanation?.lines?.length) return <p class="aside">The server gave no explanation.</p>;
  return (
    <div class="why">
      <PreviousScore before={before} now={now ?? { score: explanation.score }} cause={cause} />
      {isWeighted(explanation) && <FactorBars explanation={explanation} factors={factors} isMean={isMean} />}
      <RuleTable explanation={explanation} name={name} isMean={isMean} />
      <ForecastNote forecast={forecast} now={now} />
      <ReceiptNote receipt={receipt} />
    </div>
  );
}

/** The score before the last change, and what changed it. */
function PreviousScore({ before, now, cause }: Pick<Props, 'before' | 'now' | 'cause'>) {
  if (!before && !cause) return null;
  const move = before && now ? differenceText(before.score, now.score) : null;
  return (
    <div class="why-moved">
      {before && now && (
        <p class="why-change">
          <span class="num">{score(before.score)}</span>
          {before.priority && <PriorityMark priority={before.priority} />}
          <Icon name="arrow" />
          <span class="unseen">became</span>
          <b class="num">{score(now.score)}</b>
          {now.priority && <PriorityMark priority={now.priority} />}
          <span class="aside num">{move}</span>
        </p>
      )}
      {cause && (
        <p class="why-cause">
          {before && <span class="aside">Last changed by</span>} {cause.text ? withDays(cause.text) : word(cause.kind)}
          <span class="aside">
            {cause.sender && !cause.text?.includes(cause.sender) && `, sent by ${cause.sender}`}, {momentInFull(cause.at)}
          </span>
        </p>
      )}
      {cause && (
        <details class="why-details">
          <summary>Details</summary>
          <p class="aside">
            Journal row <span class="num">{count(cause.sequence)}</span>
            {cause.source && `, source ${cause.source}`}
            {cause.entity && `, ${word(cause.kind).toLowerCase()} ${cause.entity}`}
          </p>
        </details>
      )}
    </div>
  );
}

/** One bar per factor, with factor × weight beside it. The products add up to the score. */
function FactorBars({ explanation, factors, isMean }: { explanation: Explanation; factors: Factors | undefined; isMean: boolean }) {
  const parts = byFactor(explanation, isMean).filter((p) => p.weight > 0);
  const known = factors as Record<string, number> | undefined;
  return (
    <dl class="why-factors">
      {parts.map((p) => {
        const value = known?.[p.factor] ?? known?.[camel(p.factor)] ?? p.points;
        return (
          <div key={p.factor}>
            <dt>{word(p.factor)}</dt>
            <dd>
              <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                <rect class="strip-cell" width={100} height="8" rx="1" />
                <rect class="strip-fill" width={Math.max(0, Math.min(100, value))} height="8" rx="1" />
              </svg>
              <span class="num">
                {plain(value)} <span class="aside">× {score(p.weight)} =</span> <b>{score(p.contribution)}</b>
              </span>
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

const camel = (name: string) => name.replace(/_(\w)/g, (_, c: string) => c.toUpperCase());

/** The rules that fired, grouped by factor if there are several. Their contributions add up to the score. */
export function RuleTable({ explanation, name, isMean = false }: { explanation: Explanation; name: string; isMean?: boolean }) {
  const weighted = isWeighted(explanation);
  const parts = byFactor(explanation, isMean);
  return (
    <table class="explain">
      <thead>
        <tr>
          <th scope="col">Rule and input</th>
          {weighted && (
            <th scope="col" class="num">
              Points
            </th>
          )}
          <th scope="col" class="num">
            Adds
          </th>
        </tr>
      </thead>
      {parts.map((part) => (
        <tbody key={part.factor}>
          {parts.length > 1 && (
            <tr class="explain-factor">
              <th scope="rowgroup">
                {word(part.factor)} {weighted && part.weight > 0 && <span class="aside num">× {score(part.weight)}</span>}
              </th>
              {weighted && <td class="num">{part.weight > 0 ? plain(part.points) : '–'}</td>}
              <td class="num">{weighted ? score(part.contribution) : signed(part.contribution)}</td>
            </tr>
          )}
          {part.lines.map((line, i) => (
            <tr key={i} class={line.rule === 'cap' ? 'is-cap' : undefined}>
              <td>
                {line.text ? withDays(line.text) : word(line.rule)}
                {line.input && <small>{withDays(line.input)}</small>}
              </td>
              {weighted && <td class="num">{line.weight > 0 ? (isMean ? plain : signed)(line.points) : '–'}</td>}
              <td class="num">
                {weighted ? (line.contribution > 0 ? '+' : '') + score(line.contribution).replace('-', '−') : signed(line.contribution)}
              </td>
            </tr>
          ))}
        </tbody>
      ))}
      <tfoot>
        <tr>
          <th scope="row">{name}</th>
          {weighted && <td />}
          <td class="num">{weighted ? score(sumOf(explanation)) : plain(explanation.score)}</td>
        </tr>
      </tfoot>
    </table>
  );
}

/** "Critical in 12 days if nothing happens." */
function ForecastNote({ forecast, now }: Pick<Props, 'forecast' | 'now'>) {
  if (!forecast) return null;
  const same = now?.priority === forecast.priority;
  return (
    <Callout icon="clock">
      <b>
        {same ? 'Still ' : ''}
        {same ? word(forecast.priority).toLowerCase() : word(forecast.priority)}, {score(forecast.score)},{' '}
        {forecast.days <= 0
          ? 'today'
          : forecast.days === 1
            ? 'tomorrow'
            : `in ${timeBetween(new Date(Date.parse(forecast.on) - forecast.days * 86_400_000).toISOString(), forecast.on)}`}
      </b>{' '}
      if nothing happens: on {day(forecast.on)} a date passes one of the limits above.
    </Callout>
  );
}

/** The journal row and the rules from which the score was computed. */
function ReceiptNote({ receipt }: Pick<Props, 'receipt'>) {
  if (!receipt) return null;
  return (
    <p class="fine why-receipt">
      Derived{' '}
      {receipt.sequence > 0 && (
        <>
          from journal row <span class="num">{count(receipt.sequence)}</span>{' '}
        </>
      )}
      by rules <span class="mono">{receipt.rulesVersion}</span>
      {receipt.asOf && <>, as of {day(receipt.asOf)}</>}. The same journal and rules give the same score.
    </p>
  );
}
