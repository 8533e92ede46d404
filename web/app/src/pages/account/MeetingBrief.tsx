import type { ComponentChildren } from 'preact';
import type { AccountDetail, Entity } from '../../api/types';
import { counted, day, dayAway, money, plain, score } from '../../format/format';
import { weightedSum } from '../../format/sums';
import { percent } from '../../format/units';
import { riskBand, word } from '../../format/words';
import { Icon } from '../../parts/Icon';
import { PriorityMark } from '../../parts/PriorityMark';
import { Money } from '../../parts/Money';
import { updateSettings } from '../../state/router';
import { number, text } from './recordFields';
import { productName } from '../shared/item';
import { personName } from './recordColumns';
import { lifecycleOf } from '../shared/lifecycle';
import { upcoming, byAmount, latestFirst, talkingPoints, openRecords, situation } from './talkingPoints';
import { seesKind } from '../../state/session';

/** A printable page for a meeting: the situation, what to raise, and what the customer may raise. */
export function MeetingBrief({ detail }: { detail: AccountDetail }) {
  const { account, items, entities } = detail;
  const asOf = detail.asOf ?? new Date().toISOString().slice(0, 10);
  const matters = talkingPoints(detail.leads).slice(0, 6);
  const worst = [...items].sort((a, b) => (b.riskScore ?? -1) - (a.riskScore ?? -1)).slice(0, 6);
  const opportunities = byAmount(openRecords(detail, 'opportunity')).slice(0, 5);
  const contracts = upcoming(entities['contract'] ?? [], 'end', asOf).slice(0, 4);
  const tickets = openRecords(detail, 'ticket').slice(0, 4);
  const contacts = (entities['contact'] ?? []).slice(0, 4);
  const activities = latestFirst(entities['activity'] ?? [], 'at').slice(0, 4);
  return (
    <>
      <div class="brief-tools">
        <button class="button" type="button" onClick={() => updateSettings({ view: '' })}>
          <Icon name="left" />
          <span>Back to the account</span>
        </button>
        <button class="button button-main" type="button" onClick={() => print()}>
          <Icon name="print" />
          <span>Print</span>
        </button>
        <p class="aside">One page, A4 or Letter.</p>
      </div>
      <article class="brief" aria-label={`Meeting brief: ${account.name}`}>
        <header class="brief-head">
          <div>
            <p class="brief-kind">Meeting brief, {day(asOf)}</p>
            <h1>{account.name}</h1>
            <p>
              {[
                account.tier,
                account.territory && `Territory ${account.territory}`,
                account.accountManager && `Account manager ${account.accountManager}`,
              ]
                .filter(Boolean)
                .join(' · ') || 'No tier or territory known'}
            </p>
          </div>
          <dl class="brief-figures">
            <Figure name="Health">
              {account.health.composite === null ? 'Unknown' : plain(account.health.composite)}
              <small>{account.health.composite === null ? 'no part known' : riskBand(account.health.risk)}</small>
            </Figure>
            <Figure name="Lead value">
              <Money sum={account.leadValue} of="item" unknown="–" />
            </Figure>
            {seesKind('opportunity') && (
              <Figure name="Pipeline">
                <Money sum={weightedSum(account.pipeline)} of="opportunity" />
              </Figure>
            )}
            <Figure name="Credits used">{percent(account.creditUtilization)}</Figure>
          </dl>
        </header>
        <p class="brief-situation">{situation(detail).join(' ')}</p>
        <div class="brief-columns">
          <Part title="Raise" none="No open leads." rows={matters}>
            {(m) => (
              <li key={m.key}>
                <PriorityMark priority={m.best.priority} bare />
                <span>
                  <b>
                    {word(m.type)}: {m.product}
                  </b>
                  <small>
                    {counted(m.leads.length, 'item')},{' '}
                    {m.value === null ? (
                      'value unknown'
                    ) : (
                      <>
                        up to <Money amount={m.value} currency={m.currency} />
                      </>
                    )}
                    , score {score(m.best.score)}
                  </small>
                </span>
              </li>
            )}
          </Part>
          <Part title="Installed items at highest risk" none="No installed items are known." rows={worst}>
            {(i) => (
              <li key={i.id}>
                <PriorityMark priority={i.risk && i.risk !== 'unknown' ? i.risk : 'low'} bare />
                <span>
                  <b>{productName(i)}</b>
                  <small>
                    {i.serial}, {i.support?.map((s) => word(s).toLowerCase()).join(' and ') || 'support unknown'}
                    {lifecycleOf(i).endOfLife && `, end of life ${day(lifecycleOf(i).endOfLife)}`}
                  </small>
                </span>
              </li>
            )}
          </Part>
          <Part title="Open opportunities" none="No open opportunities." rows={opportunities}>
            {(o) => (
              <Line
                key={o.id}
                entity={o}
                name={text(o.fields, 'name') ?? o.id}
                facts={[text(o.fields, 'stage'), amount(o), text(o.fields, 'closeDate') && `closes ${day(text(o.fields, 'closeDate'))}`]}
              />
            )}
          </Part>
          <Part title="Contracts that end next" none="No contract end dates are known." rows={contracts}>
            {(c) => (
              <Line
                key={c.id}
                entity={c}
                name={text(c.fields, 'number', 'type') ?? c.id}
                facts={[text(c.fields, 'serviceLevel'), dayAway(text(c.fields, 'end'), asOf)]}
              />
            )}
          </Part>
          <Part title="The customer may raise" none="No open tickets." rows={tickets}>
            {(t) => (
              <Line
                key={t.id}
                entity={t}
                name={text(t.fields, 'subject', 'number') ?? t.id}
                facts={[
                  text(t.fields, 'severity', 'priority'),
                  text(t.fields, 'opened') && `opened ${day(text(t.fields, 'opened'))}`,
                  t.fields['escalated'] === true && 'escalated',
                ]}
              />
            )}
          </Part>
          <Part title="People" none="No contacts are known." rows={contacts}>
            {(c) => (
              <Line
                key={c.id}
                entity={c}
                name={personName(c)}
                facts={[text(c.fields, 'title', 'role'), text(c.fields, 'phone'), text(c.fields, 'email')]}
              />
            )}
          </Part>
          <Part title="Recent activity" none="No activity is known." rows={activities}>
            {(a) => (
              <Line
                key={a.id}
                entity={a}
                name={text(a.fields, 'subject', 'type') ?? a.id}
                facts={[day(text(a.fields, 'at')), text(a.fields, 'outcome'), text(a.fields, 'owner')]}
              />
            )}
          </Part>
          <section class="brief-part brief-notes">
            <h2>Notes</h2>
          </section>
        </div>
        <footer class="brief-foot">
          OneLead, as of {day(asOf)}
          {detail.rulesVersion && <>, rules {detail.rulesVersion}</>}
        </footer>
      </article>
    </>
  );
}

const amount = ({ fields }: Entity): string =>
  number(fields, 'amount') === null ? 'amount unknown' : money(number(fields, 'amount')!, text(fields, 'currency'));

const Figure = ({ name, children }: { name: string; children: ComponentChildren }) => (
  <div>
    <dt>{name}</dt>
    <dd class="num">{children}</dd>
  </div>
);

const Line = ({ name, facts }: { entity: Entity; name: string; facts: (string | null | false | undefined | '')[] }) => (
  <li>
    <span>
      <b>{name}</b>
      <small>{facts.filter(Boolean).join(', ')}</small>
    </span>
  </li>
);

function Part<T>({
  title,
  none,
  rows,
  children,
}: {
  title: string;
  none: string;
  rows: readonly T[];
  children(row: T): ComponentChildren;
}) {
  return (
    <section class="brief-part">
      <h2>{title}</h2>
      {rows.length ? <ul>{rows.map(children)}</ul> : <p>{none}</p>}
    </section>
  );
}
