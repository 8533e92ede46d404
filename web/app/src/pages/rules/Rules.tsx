import type { Lead, LeadDetail, Page } from '../../api/types';
import { portfolio } from '../../live/connection';
import { count, day, plain } from '../../format/format';
import { percent } from '../../format/units';
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
      <PageHeader title="Rules" sub="What every score is derived by" />
      {state ? (
        <section class="panel figures" aria-label="In force">
          <StatTile name="In force" note={hash ? `content ${hash}` : ''}>
            {number || 'Unknown'}
          </StatTile>
          <StatTile name="Computed as of" note="scores change when days pass">
            {day(state.asOf)}
          </StatTile>
          <StatTile
            name="Open leads under them"
            note={`${count(state.leads.critical)} critical, ${count(state.leads.high)} high`}
            to={leadsWith({})}
          >
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
          what="The text of the rules"
          reason="The server keeps them as rules.yaml and does not hand the file out yet; docs/rules.md says what each number means and where it comes from. A file is read whole or not at all, and its version and content mark every score."
        />
        <Unavailable
          what="Draft, comparison, publish, roll back"
          reason="The server cannot hold a draft beside the live rules yet, so there is nothing to compare, publish or roll back from here. Other rules are published by starting the server with another rules.yaml."
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
  if (top.data && !id) return <Unavailable what="The weights" reason="No lead is open, so there is no explanation to read them from." />;
  return (
    <Panel
      title="How a score is made"
      note={
        found.data ? (
          <>
            As the explanation of the highest lead says: {found.data.lead.item.product}, {found.data.lead.account.name}
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
                      .join(' · ') || 'its base alone'}
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
    <Panel
      title="What they make of the leads"
      note="The share in each band now. A change of the rules moves leads between bands: how many would move is not available before there are drafts."
    >
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
