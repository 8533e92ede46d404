import type { Portfolio } from '../../api/types';
import { portfolio } from '../../live/connection';
import { count, counted, day } from '../../format/format';
import { countsByType } from '../../format/leadCounts';
import { weightedSum } from '../../format/sums';
import { word } from '../../format/words';
import { Bars } from '../../parts/Bars';
import { StatTile } from '../../parts/StatTile';
import { Link } from '../../parts/Link';
import { Failure } from '../../parts/Notice';
import { PriorityMark } from '../../parts/PriorityMark';
import { Money } from '../../parts/Money';
import { priorities } from '../../state/leadQuery';
import { seesAllAccounts, seesKind } from '../../state/session';
import { leadsWith, viewWith } from '../../state/url';
import { Changes } from './Changes';
import { FirstData } from './FirstData';
import { TopLeads } from './TopLeads';

export function Overview() {
  const state = portfolio.state.value;
  const problem = portfolio.problem.value;
  if (!state && problem) return <Failure problem={problem} again={() => void portfolio.read()} />;
  if (!state) return <Skeleton />;
  return (
    <div class="page overview">
      <div class="page-head">
        <h1>Overview</h1>
        {state.asOf && !portfolio.isEmpty && (
          <p class="page-sub">
            {seesAllAccounts() ? 'Computed' : 'Your accounts, computed'} as of {day(state.asOf)}
          </p>
        )}
      </div>
      {portfolio.isEmpty ? (
        <FirstData />
      ) : (
        <>
          <Leads state={state} />
          <Figures state={state} />
          <TopLeads />
          <Changes />
        </>
      )}
    </div>
  );
}

function Leads({ state: { leads } }: { state: Portfolio }) {
  const pressing = (leads.critical ?? 0) + (leads.high ?? 0);
  return (
    <section class="panel lead-panel" aria-label="Open leads">
      <div class="lead-totals">
        <Link to={leadsWith({})} class="hero">
          <span class="hero-name">Open leads</span>
          <span class="hero-value live-number">{count(leads.total)}</span>
        </Link>
        <Link to={leadsWith({ priority: ['critical', 'high'] })} class="hero hero-second">
          <span class="hero-name">Critical and high</span>
          <span class="hero-value live-number">{count(pressing)}</span>
          <span class="hero-note">
            {leads.total ? `${Math.round((100 * pressing) / leads.total)} % of ${seesAllAccounts() ? 'all' : 'yours'}` : 'none'}
          </span>
        </Link>
      </div>
      <div class="lead-bars">
        <h2>By priority</h2>
        <Bars
          of={leads.total}
          bars={priorities.map((p) => ({
            key: p,
            label: <PriorityMark priority={p} />,
            value: leads[p] ?? 0,
            tone: p,
            to: leadsWith({ priority: [p] }),
          }))}
        />
      </div>
      <div class="lead-bars">
        <h2>By type</h2>
        <Bars
          of={leads.total}
          bars={countsByType(leads).map(([type, value]) => ({ key: type, label: word(type), value, to: leadsWith({ type: [type] }) }))}
        />
      </div>
    </section>
  );
}

function Figures({ state }: { state: Portfolio }) {
  const { leadValue, pipeline } = state;
  return (
    <section class="panel figures" aria-label="Figures">
      <StatTile
        name="Lead value"
        to={leadsWith({ sort: { key: 'value', descending: true } })}
        note={leadValue?.unknown ? `${counted(leadValue.unknown, 'item')} of unknown value` : 'sum of the highest estimates'}
      >
        <Money sum={leadValue} of="item" />
      </StatTile>
      {seesKind('opportunity') && (
        <StatTile
          name="Weighted pipeline"
          to={viewWith('revenue')}
          note={
            pipeline
              ? `${count(pipeline.openOpportunities)} open${pipeline.unknown ? `, ${count(pipeline.unknown)} of unknown value` : ' opportunities'}`
              : ''
          }
        >
          <Money sum={weightedSum(pipeline)} of="opportunity" />
        </StatTile>
      )}
      <StatTile
        name="Customers at risk"
        to={viewWith('health', { risk: 'yes' })}
        note={seesAllAccounts() ? `of ${counted(state.accounts ?? 0, 'account')}` : `of your ${counted(state.accounts ?? 0, 'account')}`}
      >
        {count(state.atRisk)}
      </StatTile>
      <StatTile
        name="Installed items"
        to={viewWith('action')}
        note={state.itemsPastEndOfLife == null ? '' : `${count(state.itemsPastEndOfLife)} past end of life`}
      >
        {count(state.items)}
      </StatTile>
      <StatTile
        name={seesAllAccounts() ? 'Accounts' : 'Your accounts'}
        to={viewWith('territories')}
        note={state.territories == null ? '' : `in ${counted(state.territories, 'territory', 'territories')}`}
      >
        {count(state.accounts)}
      </StatTile>
    </section>
  );
}

const Skeleton = () => (
  <div class="page overview" aria-busy="true" aria-label="Loading">
    <div class="page-head">
      <h1>Overview</h1>
    </div>
    <div class="panel lead-panel">
      {[0, 1, 2].map((i) => (
        <div key={i} class="bones">
          <i class="bone bone-short" />
          <i class="bone bone-tall" />
          <i class="bone" />
        </div>
      ))}
    </div>
    <div class="panel figures">
      {[0, 1, 2, 3, 4].map((i) => (
        <div key={i} class="figure bones">
          <i class="bone bone-short" />
          <i class="bone bone-tall" />
        </div>
      ))}
    </div>
  </div>
);
