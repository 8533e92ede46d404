import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { LeadDetail } from '../../api/types';
import { counted, day, fromDay, momentInFull, plain, score } from '../../format/format';
import { word } from '../../format/words';
import { Explain, RuleTable } from '../../parts/Explain';
import { Icon } from '../../parts/Icon';
import { isDialogOpen } from '../../parts/keyboard';
import { Link } from '../../parts/Link';
import { Failure, Notice } from '../../parts/Notice';
import { PriorityMark } from '../../parts/PriorityMark';
import { Callout } from '../../parts/Callout';
import { Money } from '../../parts/Money';
import { isSnoozed } from '../../state/leadQuery';
import { openLead } from '../../state/router';
import { accountAt, itemAt } from '../../state/url';
import { useLiveItem } from '../shared/useItem';
import { LeadActions } from './Actions';
import { stepText } from './commands';
import { useLead } from './useLead';

const close = () => openLead(null);

export function LeadDrawer({ id }: { id: string }) {
  const { loaded, problem, gone, reload } = useLead(id);
  const box = useRef<HTMLElement>(null);
  const body = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    // On a small screen the drawer covers the page and takes the focus. Beside a table the focus stays in the table.
    if (matchMedia('(max-width: 1099px)').matches) box.current?.focus();
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || isDialogOpen()) return;
      event.preventDefault();
      close();
    };
    addEventListener('keydown', onKey);
    return () => {
      removeEventListener('keydown', onKey);
      if (before?.isConnected && box.current?.contains(document.activeElement)) before.focus();
    };
  }, []);
  useEffect(() => body.current?.scrollTo(0, 0), [loaded?.id]);

  const detail = loaded?.detail;
  const isLoadingNext = loaded !== null && loaded.id !== id;
  return (
    <aside class="drawer" ref={box} tabIndex={-1} aria-label="Lead" aria-busy={!loaded || isLoadingNext}>
      <div class="drawer-bar">
        {detail ? (
          <>
            <PriorityMark priority={detail.lead.priority} />
            <span class={`status status-${detail.lead.status}`}>{word(detail.lead.status)}</span>
          </>
        ) : (
          <span />
        )}
        <button class="icon-button" type="button" onClick={close} aria-label="Close" title="Close (Esc)">
          <Icon name="close" />
        </button>
      </div>
      {problem && !(loaded && loaded.id === id) ? (
        <div class="drawer-body">
          {problem.status === 404 ? (
            <Notice icon="search" title="There is no such lead">
              <p>Its item may have been renewed, replaced or removed.</p>
            </Notice>
          ) : (
            <Failure problem={problem} again={() => void reload()} />
          )}
        </div>
      ) : detail ? (
        <>
          <div class={`drawer-body${isLoadingNext ? ' is-turning' : ''}`} ref={body}>
            {gone && <p class="callout callout-warn">This lead was just removed: its reason no longer applies.</p>}
            <Content detail={detail} />
          </div>
          <LeadActions
            key={loaded.id}
            lead={detail.lead}
            asOf={detail.asOf ?? detail.lead.asOf ?? new Date().toISOString()}
            disabled={gone || isLoadingNext}
            reload={reload}
          />
        </>
      ) : (
        <div class="drawer-body bones">
          {[...Array(8).keys()].map((i) => (
            <i key={i} class={`bone ${i % 3 ? 'bone-row' : 'bone-short'}`} />
          ))}
        </div>
      )}
    </aside>
  );
}

function Content({ detail }: { detail: LeadDetail }) {
  const { lead, explanation, riskExplanation } = detail;
  const item = useLiveItem(detail.item);
  const asOf = detail.asOf ?? lead.asOf ?? new Date().toISOString().slice(0, 10);
  const next = lead.nextChange;
  return (
    <>
      <header class="lead-title">
        <h2>{detail.title ?? `${word(lead.type)}: ${lead.item.product}`}</h2>
        <p>
          <Link to={accountAt(lead.account.id)} class="more-link">
            {lead.account.name}
          </Link>
          {lead.territory && <>, territory {lead.territory}</>}
        </p>
      </header>

      <section class="todo" aria-label="What to do">
        {detail.recommendedAction && <p class="todo-action">{detail.recommendedAction}</p>}
        {detail.description && <p class="todo-why">{detail.description}</p>}
        <dl class="facts">
          {detail.respondBy && (
            <Fact name="Respond by">
              <b>{day(detail.respondBy)}</b> <span class="aside">{fromDay(detail.respondBy, asOf)}</span>
            </Fact>
          )}
          <Fact name="Value">
            <Money range={lead.estimatedValue} />
            {lead.estimatedValue?.basis && <span class="aside"> {word(lead.estimatedValue.basis).toLowerCase()}</span>}
          </Fact>
          {detail.successor && <Fact name="Successor">{detail.successor}</Fact>}
          <Fact name="Assigned to">{lead.assignee ?? <span class="aside">nobody</span>}</Fact>
          {isSnoozed(lead) && <Fact name="Snoozed until">{day(lead.snoozedUntil)}</Fact>}
          {lead.statusReason && <Fact name="Reason">{lead.statusReason}</Fact>}
          {detail.opportunityId && <Fact name="Opportunity">{detail.opportunityId}</Fact>}
        </dl>
      </section>

      <section aria-label="Why this score">
        <h3>
          Why <span class="num">{score(lead.score)}</span>
        </h3>
        <Explain
          explanation={explanation}
          factors={lead.factors}
          before={detail.before}
          now={lead}
          cause={detail.cause}
          forecast={detail.forecast}
          receipt={detail.receipt}
        />
        {detail.critical && detail.critical.on !== detail.forecast?.on && (
          <Callout icon="warning" tone="warn">
            <b>Critical in {counted(detail.critical.days, 'day')}</b> if nothing happens, on {day(detail.critical.on)}.
          </Callout>
        )}
        {next && !detail.forecast && (
          <Callout icon="clock">
            If nothing happens, this changes by itself on <b>{day(next)}</b>, {fromDay(next, asOf)}: a date passes one of the limits above.
          </Callout>
        )}
      </section>

      {!!lead.services?.length && (
        <section aria-label="Recommended services">
          <h3>Recommended services</h3>
          <ul class="services">
            {lead.services.map((s) => (
              <li key={`${s.name}${s.product}`}>
                <span class="service-name">{s.name}</span>
                <span class="skus">
                  {s.skus?.length ? s.skus.map((sku) => <code key={sku}>{sku}</code>) : <span class="aside">no SKU listed</span>}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}

      <section aria-label="The item">
        <h3>The item</h3>
        <dl class="facts">
          <Fact name="Product">{lead.item.product}</Fact>
          <Fact name="Serial">
            <span class="mono">{lead.item.serial}</span>
          </Fact>
          {lead.item.productId && (
            <Fact name="Product number">
              <span class="mono">{lead.item.productId}</span>
            </Fact>
          )}
          {lead.item.family && (
            <Fact name="Family">
              {lead.item.family}
              {lead.item.isComponent && <span class="aside"> component</span>}
            </Fact>
          )}
          <Fact name="Support">{item.support.map(word).join(', ')}</Fact>
          {item.daysPastEndOfLife !== null && item.daysPastEndOfLife > 0 && (
            <Fact name="Past end of life">{counted(item.daysPastEndOfLife, 'day')}</Fact>
          )}
          {item.daysSinceSupportEnd !== null && item.daysSinceSupportEnd > 0 && (
            <Fact name="Support ended">{counted(item.daysSinceSupportEnd, 'day')} ago</Fact>
          )}
          <Fact name="Risk">
            {word(item.risk)}
            <span class="aside"> {plain(item.riskScore)} of 100</span>
          </Fact>
          {item.nextChange && (
            <Fact name="Next change">
              {day(item.nextChange)} <span class="aside">{fromDay(item.nextChange, asOf)}</span>
            </Fact>
          )}
        </dl>
        <p>
          <Link to={itemAt(item.id)} class="more-link">
            Open the item
          </Link>
        </p>
        {!!riskExplanation?.lines?.length && (
          <details class="fold">
            <summary>Why this risk</summary>
            <RuleTable explanation={riskExplanation} name="Risk score" />
          </details>
        )}
      </section>

      <section aria-label="Steps">
        <h3>Steps</h3>
        {detail.steps?.length ? (
          <ol class="steps">
            {[...detail.steps].reverse().map((s) => (
              <li key={s.sequence} class={s.refused ? 'is-refused' : undefined}>
                <span>
                  {stepText(s.what)}
                  {s.by && <span class="aside"> by {s.by}</span>}
                </span>
                <time dateTime={s.at}>{momentInFull(s.at)}</time>
                {s.reason && <p>{s.reason}</p>}
                {s.note && <p class="step-note">{s.note}</p>}
                {s.refused && <p>Refused: {word(s.refused)}</p>}
              </li>
            ))}
          </ol>
        ) : (
          <p class="aside">Nothing has been done on this lead yet.</p>
        )}
      </section>
      <p class="fine">
        As of {day(asOf)}
        {(detail.rulesVersion ?? lead.rulesVersion) && <>, rules {detail.rulesVersion ?? lead.rulesVersion}</>}
        {lead.updatedAt && <>, last changed {momentInFull(lead.updatedAt)}</>}
      </p>
    </>
  );
}

const Fact = ({ name, children }: { name: string; children: ComponentChildren }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);
