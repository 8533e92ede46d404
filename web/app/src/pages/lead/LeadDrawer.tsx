import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Item, Lead, LeadContract, LeadDetail } from '../../api/types';
import { counted, day, fromDay, momentInFull, plain, score, timeBetween, withDays } from '../../format/format';
import { subjectName } from '../../format/subject';
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
import { lifecycleOf } from '../shared/lifecycle';
import { useLiveItem } from '../shared/useItem';
import { LeadActions } from './Actions';
import { isClosed, stepText } from './commands';
import { useLead } from './useLead';

const close = () => openLead(null);

export function LeadDrawer({ id }: { id: string }) {
  const { loaded, problem, gone, reload } = useLead(id);
  const box = useRef<HTMLElement>(null);
  const body = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    box.current?.focus({ preventScroll: true });
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || isDialogOpen()) return;
      event.preventDefault();
      close();
    };
    addEventListener('keydown', onKey);
    return () => {
      removeEventListener('keydown', onKey);
      // Removing the focused drawer leaves the focus on the body.
      const focus = document.activeElement;
      if (focus && focus !== document.body && !box.current?.contains(focus)) return;
      const back =
        before?.isConnected && before !== document.body ? before : document.querySelector<HTMLElement>('main .lead-table[tabindex], main');
      back?.focus({ preventScroll: true });
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
            steps={detail.steps}
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
  const hasStopped = isClosed(lead.status) && explanation.score !== lead.score;
  const asOf = detail.asOf ?? lead.asOf ?? new Date().toISOString().slice(0, 10);
  const next = lead.nextChange;
  return (
    <>
      <header class="lead-title">
        <h2>{detail.title ?? `${word(lead.type)}: ${subjectName(lead)}`}</h2>
        <p>
          <Link to={accountAt(lead.account.id)} class="more-link">
            {lead.account.name}
          </Link>
          {lead.territory && <>, territory {lead.territory}</>}
        </p>
      </header>

      <section class="todo" aria-label="What to do">
        {detail.recommendedAction && <p class="todo-action">{withDays(detail.recommendedAction)}</p>}
        {detail.description && <p class="todo-why">{withDays(detail.description)}</p>}
        <dl class="facts">
          {detail.respondBy && <DateFact name="Respond by" date={detail.respondBy} asOf={asOf} late />}
          <Fact name="Value">
            <Money range={lead.estimatedValue} />
            {lead.estimatedValue?.basis && <span class="aside"> {word(lead.estimatedValue.basis).toLowerCase()}</span>}
          </Fact>
          {detail.successor && <Fact name="Successor">{detail.successor}</Fact>}
          <Fact name="Assigned to">{lead.assignee ?? <span class="aside">nobody</span>}</Fact>
          {isSnoozed(lead) && <DateFact name="Snoozed until" date={lead.snoozedUntil!} asOf={asOf} />}
          {lead.statusReason && <Fact name="Reason">{lead.statusReason}</Fact>}
          {detail.opportunityId && <Fact name="Opportunity">{detail.opportunityId}</Fact>}
        </dl>
      </section>

      <section aria-label="Why this score">
        <h3>
          Why <span class="num">{score(explanation.score)}</span>
        </h3>
        {hasStopped && (
          <Callout icon="clock">
            The score has stood at <b class="num">{score(lead.score)}</b> since the lead was closed. By the facts of today it would be this:
          </Callout>
        )}
        <Explain
          explanation={explanation}
          factors={hasStopped ? undefined : lead.factors}
          before={detail.before}
          now={lead}
          cause={detail.cause}
          forecast={detail.forecast}
          receipt={detail.receipt}
        />
        {detail.critical && detail.critical.on !== detail.forecast?.on && (
          <Callout icon="warning" tone="warn">
            <b>Critical in {timeBetween(asOf, detail.critical.on)}</b> if nothing happens, on {day(detail.critical.on)}.
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

      {detail.item ? (
        <ItemSection lead={lead} read={detail.item} riskExplanation={riskExplanation} asOf={asOf} />
      ) : (
        lead.contract && <ContractSection contract={lead.contract} account={lead.account.id} asOf={asOf} />
      )}

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

function ItemSection({
  lead,
  read,
  riskExplanation,
  asOf,
}: {
  lead: Lead;
  read: Item;
  riskExplanation: LeadDetail['riskExplanation'];
  asOf: string;
}) {
  const item = useLiveItem(read);
  const { endOfLife, supportEnd } = lifecycleOf(item);
  return (
    <section aria-label="The item">
      <h3>The item</h3>
      <dl class="facts">
        <Fact name="Product">{lead.item?.product || 'Unknown product'}</Fact>
        <Fact name="Serial">
          <span class="mono">{item.serial}</span>
        </Fact>
        {lead.item?.productId && (
          <Fact name="Product number">
            <span class="mono">{lead.item.productId}</span>
          </Fact>
        )}
        {item.family && (
          <Fact name="Family">
            {item.family}
            {item.isComponent && <span class="aside"> component</span>}
          </Fact>
        )}
        <Fact name="Support">{item.support.map(word).join(', ')}</Fact>
        {endOfLife && <DateFact name="End of life" date={endOfLife} asOf={asOf} past="past" />}
        {supportEnd && <DateFact name={supportEnd < asOf ? 'Support ended' : 'Support ends'} date={supportEnd} asOf={asOf} />}
        <Fact name="Risk">
          {word(item.risk)}
          <span class="aside"> {plain(item.riskScore)} of 100</span>
        </Fact>
        {item.nextChange && <DateFact name="Next change" date={item.nextChange} asOf={asOf} />}
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
  );
}

const ContractSection = ({ contract, account, asOf }: { contract: LeadContract; account: string; asOf: string }) => (
  <section aria-label="The contract">
    <h3>The contract</h3>
    <dl class="facts">
      <Fact name="Number">
        <span class="mono">{contract.number || contract.id}</span>
      </Fact>
      {contract.end && <DateFact name={contract.end < asOf ? 'Ended' : 'Ends'} date={contract.end} asOf={asOf} />}
      <Fact name="Covers">{contract.items ? counted(contract.items, 'item') : 'no known items'}</Fact>
    </dl>
    <p>
      <Link to={accountAt(account, { tab: 'contracts' })} class="more-link">
        Contracts of this account
      </Link>
    </p>
  </section>
);

/** A date with the time from today. `past` replaces "ago". */
/** A date with its distance from today. `late` marks it once it has passed. */
const DateFact = ({ name, date, asOf, past, late }: { name: string; date: string; asOf: string; past?: string; late?: boolean }) => (
  <Fact name={name}>
    {day(date)} {late && date < asOf && <b class="tone-critical">overdue</b>}{' '}
    <span class="aside">{past && date < asOf ? `${timeBetween(date, asOf)} ${past}` : fromDay(date, asOf)}</span>
  </Fact>
);

const Fact = ({ name, children }: { name: string; children: ComponentChildren }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);
