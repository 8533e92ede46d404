import { useState } from 'preact/hooks';
import type { AccountDetail } from '../../api/types';
import { count, counted, moment, plain, score } from '../../format/format';
import { weightedSum } from '../../format/sums';
import { percent } from '../../format/units';
import { riskBand, word } from '../../format/words';
import { Dialog } from '../../parts/Dialog';
import { Explain } from '../../parts/Explain';
import { StatTile } from '../../parts/StatTile';
import { Icon } from '../../parts/Icon';
import { PriorityMark } from '../../parts/PriorityMark';
import { Tabs } from '../../parts/Tabs';
import { Money } from '../../parts/Money';
import { openLead } from '../../state/router';
import { leadsWith } from '../../state/url';
import { talkingPoints, openRecords, situation } from './talkingPoints';
import { seesKind } from '../../state/session';

const first = 5;

/** The account's health, its main leads and its numbers. */
export function Summary({ detail }: { detail: AccountDetail }) {
  const { account } = detail;
  const matters = talkingPoints(detail.leads);
  const tickets = openRecords(detail, 'ticket').length;
  const pressing = account.leads.critical + account.leads.high;
  return (
    <>
      <section class="panel account-top" aria-label="Account summary">
        <HealthBlock detail={detail} />
        <div class="account-matters">
          <h2>What to raise first</h2>
          {matters.length ? (
            <ul>
              {matters.slice(0, first).map((m) => (
                <li key={m.key}>
                  <button type="button" class="matter" onClick={() => openLead(m.best.id)}>
                    <PriorityMark priority={m.best.priority} bare />
                    <span class="matter-what">
                      <b>{m.product}</b>
                      <small>
                        {word(m.type)}
                        {m.leads.length > 1 && <>, {counted(m.leads.length, 'item')}</>}
                      </small>
                    </span>
                    <span class="num">
                      {m.value !== null && m.leads.length > 1 ? (
                        <>
                          up to <Money amount={m.value} currency={m.currency} />
                        </>
                      ) : (
                        <Money range={m.best.estimatedValue} unknown="Unknown value" />
                      )}
                    </span>
                    <span class="num matter-score">{score(m.best.score)}</span>
                  </button>
                </li>
              ))}
            </ul>
          ) : (
            <p class="aside">No open leads. Nothing known about this account needs attention.</p>
          )}
          <p class="situation">{situation(detail).join(' ')}</p>
        </div>
      </section>
      <section class="panel figures" aria-label="Figures">
        <StatTile
          name="Open leads"
          note={pressing ? `${count(pressing)} critical or high` : 'none critical or high'}
          to={leadsWith({ account: account.id })}
        >
          {count(account.leads.total)}
        </StatTile>
        <StatTile
          name="Lead value"
          note={
            account.leadValue?.unknown ? `${counted(account.leadValue.unknown, 'item')} of unknown value` : 'sum of the highest estimates'
          }
        >
          <Money sum={account.leadValue} of="item" />
        </StatTile>
        {seesKind('opportunity') && (
          <StatTile name="Weighted pipeline" note={counted(account.openOpportunities, 'open opportunity', 'open opportunities')}>
            <Money sum={weightedSum(account.pipeline)} of="opportunity" />
          </StatTile>
        )}
        <StatTile name="Installed items" note={`${count(account.itemsPastEndOfLife)} past end of life`}>
          {count(account.items)}
        </StatTile>
        <StatTile name="Credits used" note={account.creditUtilization == null ? 'none known' : 'of what was purchased'}>
          {percent(account.creditUtilization)}
        </StatTile>
        {seesKind('ticket') && (
          <StatTile name="Open tickets" note={detail.entities['ticket'] ? `of ${count(detail.entities['ticket'].length)}` : 'none known'}>
            {count(tickets)}
          </StatTile>
        )}
      </section>
    </>
  );
}

const healthParts = ['usage', 'support', 'payment', 'engagement', 'sentiment', 'lifecycle'] as const;

function HealthBlock({ detail }: { detail: AccountDetail }) {
  const [why, setWhy] = useState<string | null>(null);
  const { health, atRisk, trend } = detail.account;
  const explained = [
    { key: 'composite', name: 'Health', explanation: health.composite === null ? undefined : detail.compositeHealth },
    { key: 'classic', name: 'Classic', explanation: detail.classicHealth },
    { key: 'view', name: 'View', explanation: detail.viewHealth },
  ].filter((e) => e.explanation);
  return (
    <div class="account-health">
      <h2>Health</h2>
      <p class="health-value live-number num">{health.composite === null ? 'Unknown' : plain(health.composite)}</p>
      {health.composite !== null && (
        <p class={`health-state${atRisk ? ' is-risk' : ''}`}>
          <Icon name={atRisk ? 'warning' : 'check'} />
          {riskBand(health.risk)}
        </p>
      )}
      <p class="aside">{health.knownParts} of 6 parts known</p>
      <dl class="facts">
        {healthParts.map((part) => (
          <div key={part}>
            <dt>{word(part)}</dt>
            <dd class="num">{health.parts[part] === null ? <span class="aside">not known</span> : `${health.parts[part]} of 100`}</dd>
          </div>
        ))}
        {trend && trend.before.composite !== null && (
          <div>
            <dt>Before</dt>
            <dd class="num">
              {plain(trend.before.composite)} <span class="aside">until {moment(trend.at)}</span>
            </dd>
          </div>
        )}
        <div>
          <dt>Others</dt>
          <dd class="num aside">
            classic {plain(health.classic)}
            {health.classicUncapped !== health.classic && ` (${plain(health.classicUncapped)} before capping)`}, view {plain(health.view)}
          </dd>
        </div>
      </dl>
      {explained.length > 0 && (
        <button class="button" type="button" onClick={() => setWhy(explained[0]!.key)}>
          Explain the scores
        </button>
      )}
      {why && (
        <Dialog title="Health explained" onClose={() => setWhy(null)} wide>
          <Tabs label="Health" tabs={explained} selected={why} onChoose={setWhy}>
            <Explain
              explanation={explained.find((e) => e.key === why)?.explanation}
              name={explained.find((e) => e.key === why)?.name ?? 'Health'}
              isMean={why === 'composite'}
            />
          </Tabs>
        </Dialog>
      )}
    </div>
  );
}
