import type { Item, LeadDetail } from '../../api/types';
import { day, dayAway, daysText, fromDay, withDays, momentInFull, plain, score } from '../../format/format';
import { fieldName, fieldText } from '../../format/fields';
import { keyText } from '../../format/keys';
import { word } from '../../format/words';
import { portfolio } from '../../live/connection';
import { Callout } from '../../parts/Callout';
import { EmptyState } from '../../parts/EmptyState';
import { RuleTable } from '../../parts/Explain';
import { Link } from '../../parts/Link';
import { Money } from '../../parts/Money';
import { Notice } from '../../parts/Notice';
import { PriorityMark } from '../../parts/PriorityMark';
import { Skeleton, StatTileSkeleton } from '../../parts/Skeleton';
import { StatTile } from '../../parts/StatTile';
import { route } from '../../state/router';
import { accountAt, itemAt, viewWith } from '../../state/url';
import { productName, RiskMark } from '../shared/item';
import { LifeAxis, LifeLegend, LifeLine } from '../shared/LifeLine';
import { lifecycleOf, scaleOf } from '../shared/lifecycle';
import { PageHeader } from '../shared/PageHeader';
import type { PageProps } from '../shared/pageProps';
import { Panel } from '../shared/Panel';
import { RequestResult } from '../shared/RequestResult';
import '../shared/shared.css';
import { useItem } from '../shared/useItem';
import './item.css';
import { useItemLeads } from './useItemLeads';

/** One installed item: its facts, its risk, the leads that it triggers, and when it changes by itself. */
export function ItemPage({ id }: PageProps) {
  const found = useItem(id);
  const leads = useItemLeads(found.data);
  return (
    <div class="page view item">
      <RequestResult
        request={found}
        what="This item"
        missing={
          <Notice icon="search" title="There is no such item">
            <p>
              No item <code>{id}</code> is known. Its serial may be mistyped, or it has left the installed base.
            </p>
            <Link to={viewWith('explore')} class="button">
              All items
            </Link>
          </Notice>
        }
        waiting={
          <>
            <PageHeader title={keyText(id)} />
            <StatTileSkeleton figures={4} />
            <Skeleton rows={8} />
          </>
        }
      >
        {(item) => <ItemDetail item={item} leads={leads} isGone={found.isGone} />}
      </RequestResult>
    </div>
  );
}

function ItemDetail({ item, leads, isGone }: { item: Item; leads: readonly LeadDetail[] | null; isGone: boolean }) {
  const asOf = leads?.[0]?.asOf ?? portfolio.state.value?.asOf ?? new Date().toISOString().slice(0, 10);
  const account = leads?.[0]?.lead.account.name ?? keyText(item.accountId);
  return (
    <>
      <PageHeader
        title={productName(item)}
        sub={
          <>
            <span class="mono">{item.serial}</span> at{' '}
            <Link to={accountAt(item.accountId, { tab: 'items', text: item.serial })} class="text-link">
              {account}
            </Link>
          </>
        }
      />
      {isGone && (
        <Callout icon="warning" tone="warn" role="status">
          This item has just left the installed base. You see its last state.
        </Callout>
      )}
      <Stats item={item} asOf={asOf} />
      <NextChange date={item.nextChange} asOf={asOf} />
      <Panel title="Leads" note="The leads of this item, and their reasons.">
        <Leads item={item} leads={leads} />
      </Panel>
      <div class="view-two">
        <Panel title="Risk" note={`${word(item.risk)}, ${plain(item.riskScore)} of 100`}>
          <Risk item={item} leads={leads} />
        </Panel>
        <div class="view-stack">
          <Lifecycle item={item} asOf={asOf} />
          <Facts item={item} />
        </div>
      </div>
    </>
  );
}

function Stats({ item, asOf }: { item: Item; asOf: string }) {
  const { endOfLife, supportEnd } = lifecycleOf(item);
  const past = item.daysPastEndOfLife;
  return (
    <section class="panel figures" aria-label="Summary">
      <StatTile name="Risk" note={`score ${plain(item.riskScore)} of 100`}>
        <RiskMark risk={item.risk} />
      </StatTile>
      <StatTile
        name="Support"
        note={supportEnd ? `${supportEnd < asOf ? 'ended' : 'until'} ${dayAway(supportEnd, asOf)}` : 'no end date known'}
      >
        {item.support.map(word).join(', ')}
      </StatTile>
      <StatTile
        name="End of life"
        note={past !== null && past > 0 ? `${daysText(past, asOf)} past` : endOfLife ? fromDay(endOfLife, asOf) : ''}
      >
        {endOfLife ? day(endOfLife) : 'Unknown'}
      </StatTile>
      <StatTile name="Family" note={item.isComponent ? 'a component' : 'a system'}>
        {item.family}
      </StatTile>
    </section>
  );
}

const NextChange = ({ date, asOf }: { date: string | null; asOf: string }) => (
  <Callout icon="clock">
    {date ? (
      <>
        If nothing else happens, this item changes on <b>{day(date)}</b>, {fromDay(date, asOf)}: a date then passes one of the limits in the
        rules.
      </>
    ) : (
      'No date ahead changes the risk of this item or its leads.'
    )}
  </Callout>
);

function Leads({ item, leads }: { item: Item; leads: readonly LeadDetail[] | null }) {
  const open = route.value.lead;
  if (!leads) return <Skeleton rows={2} />;
  if (!leads.length)
    return (
      <EmptyState icon="check" title="No leads">
        Nothing known about this item suggests a renewal, a refresh or a service.
      </EmptyState>
    );
  return (
    <ul class="plain-list item-leads">
      {leads.map(({ lead, description }) => (
        <li key={lead.id} class={lead.id === open ? 'is-open' : undefined}>
          <Link to={itemAt(item.id, lead.id)} class="data-link item-lead-name">
            {word(lead.type)}
          </Link>
          <PriorityMark priority={lead.priority} />
          <b class="num">{score(lead.score)}</b>
          <span class={`status status-${lead.status}`}>{word(lead.status)}</span>
          <span class="num item-lead-value">
            <Money range={lead.estimatedValue} />
          </span>
          <p>{description && withDays(description)}</p>
        </li>
      ))}
    </ul>
  );
}

function Risk({ item, leads }: { item: Item; leads: readonly LeadDetail[] | null }) {
  if (!leads) return <Skeleton rows={5} />;
  const explanation = leads[0]?.riskExplanation;
  return (
    <div class="view-pad">
      {explanation?.lines.length ? (
        <RuleTable explanation={explanation} name="Risk score" />
      ) : (
        <p class="aside">
          {item.risk === 'unknown'
            ? 'Neither a lifecycle date nor a support status is known, so there is no risk level.'
            : 'The server explains the risk with the leads of an item, and this item has none.'}
        </p>
      )}
    </div>
  );
}

function Lifecycle({ item, asOf }: { item: Item; asOf: string }) {
  const life = lifecycleOf(item);
  const scale = scaleOf([life], asOf);
  return (
    <Panel title="Lifecycle" tools={<LifeLegend />}>
      <div class="view-pad">
        <LifeAxis scale={scale} asOf={asOf} />
        <LifeLine life={life} scale={scale} asOf={asOf} />
      </div>
    </Panel>
  );
}

function Facts({ item }: { item: Item }) {
  const facts = Object.entries(item.fields).filter(([, value]) => value !== null && value !== '');
  return (
    <Panel title="Facts" note={`As the sources sent them. Last changed ${momentInFull(item.updatedAt)}.`}>
      <dl class="facts view-pad">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{fieldName(name)}</dt>
            <dd>{fieldText(name, value, item.fields['currency'])}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
