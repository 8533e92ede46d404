import type { Lead, LeadDetail, Page } from '../../api/types';
import { portfolio } from '../../live/connection';
import { count, day, plain } from '../../format/format';
import { percent } from '../../format/units';
import { subjectName } from '../../format/subject';
import { word } from '../../format/words';
import { byFactor } from '../../parts/factors';
import { StatTile } from '../../parts/StatTile';
import { Link } from '../../parts/Link';
import { StatTileSkeleton, Skeleton } from '../../parts/Skeleton';
import { useRequest } from '../../parts/useRequest';
import { PriorityMark } from '../../parts/PriorityMark';
import { priorities } from '../../state/leadQuery';
import { leadsWith } from '../../state/url';
import type { PageProps } from '../shared/pageProps';
import { PageHeader } from '../shared/PageHeader';
import { RequestResult } from '../shared/RequestResult';
import { Meter } from '../shared/Meter';
import { Panel } from '../shared/Panel';
import { Unavailable } from '../shared/Unavailable';
import '../shared/shared.css';
import './rules.css';

/** The rules in force, as far as the API shows them. */
export function RulesPage(_: PageProps) {
  const state = portfolio.state.value;
  const version = state?.rulesVersion;
  const [number, hash] = (version ?? '').split('+');
  return (
    <div class="page view">
      <PageHeader title="Rules" sub="The rules behind every score" />
      {state ? (
        <section class="panel figures" aria-label="In force">
          <StatTile name="In force" note={hash ? `content ${hash}` : ''}>
            {number || 'Unknown'}
          </StatTile>
          <StatTile name="Computed as of" note="scores change daily">
            {day(state.asOf)}
          </StatTile>
          <StatTile name="Open leads" note={`${count(state.leads.critical)} critical, ${count(state.leads.high)} high`} to={leadsWith({})}>
            {count(state.leads.total)}
          </StatTile>
        </section>
      ) : (
        <StatTileSkeleton figures={3} />
      )}
      <AtWork />
      <Bands />
      <div class="view-two">
        <Unavailable
          what="Rules file"
          reason="The API does not offer rules.yaml yet. docs/rules.md explains each number and its origin. Every score names the version of the rules that it was computed with."
        />
        <Unavailable
          what="Draft, compare, publish, roll back"
          reason="Drafts are not available yet. To publish other rules, start the server with another rules.yaml."
        />
      </div>
    </div>
  );
}

/** The weights and the rules that fired, taken from the explanation of the highest lead of each type. */
function AtWork() {
  const top = useRequest<Page<Lead>>('/api/v1/leads?limit=1', 'portfolio');
  const id = top.data?.items[0]?.id;
  const found = useRequest<LeadDetail>(id ? `/api/v1/leads/${encodeURIComponent(id).replaceAll('%3A', ':')}` : null);
  if (top.data && !id)
    return <Unavailable what="The weights" reason="The weights are read from the explanation of a lead, and no lead is open." />;
  return (
    <Panel
      title="How a score is computed"
      note={
        found.data ? (
          <>
            From the explanation of the highest lead: {subjectName(found.data.lead)}, {found.data.lead.account.name}
          </>
        ) : (
          'Read from the explanation of the highest lead.'
        )
      }
    >
      <RequestResult request={found} what="The weights" waiting={<Skeleton rows={4} />}>
        {({ explanation }) => (
          <ul class="weights">
            {(explanation ? byFactor(explanation) : []).map((f) => (
              <li key={f.factor}>
                <div>
                  <b>{word(f.factor)}</b>
                  <p class="aside">
                    {f.lines
                      .filter((l) => l.rule !== 'base' && l.rule !== 'cap')
                      .map((l) => `${l.text || word(l.rule)} ${l.points > 0 ? '+' : ''}${plain(l.points)}`)
                      .join(' · ') || 'base only'}
                  </p>
                </div>
                <Meter share={f.weight}>{percent(f.weight)}</Meter>
              </li>
            ))}
          </ul>
        )}
      </RequestResult>
    </Panel>
  );
}

/** The number of leads by priority. */
function Bands() {
  const leads = portfolio.state.value?.leads;
  if (!leads) return null;
  return (
    <Panel title="Leads by priority" note="The current share of each priority.">
      <ul class="weights">
        {priorities.map((p) => (
          <li key={p}>
            <Link to={leadsWith({ priority: [p] })}>
              <PriorityMark priority={p} />
            </Link>
            <Meter
              share={leads.total ? leads[p] / leads.total : null}
              tone={p === 'critical' ? 'critical' : p === 'high' ? 'high' : 'plain'}
            >
              {leads.total ? `${count(leads[p])}, ${percent(Math.round((100 * leads[p]) / leads.total) / 100)}` : '–'}
            </Meter>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
