import { linkKey, mergeAccount, settle, undoLink, unmergeAccount, type Account, type Decision } from '../../api/account';
import { Problem, request } from '../../api/http';
import type { Page } from '../../api/types';
import { count, counted, moment, momentInFull } from '../../format/format';
import { keyText } from '../../format/more';
import { DataTable, type Column } from '../../parts/DataTable';
import { Empty } from '../../parts/Empty';
import { Icon } from '../../parts/Icon';
import { Link } from '../../parts/Link';
import { Skeleton } from '../../parts/Skeleton';
import { Tabs } from '../../parts/Tabs';
import { useOrder } from '../../parts/useOrder';
import { useRequest } from '../../parts/useRequest';
import { set } from '../../state/router';
import { accountAt, type Settings } from '../../state/url';
import type { PageProps } from '../pages';
import { Badge } from '../view/Badge';
import { Head } from '../view/Head';
import { Loaded } from '../view/Loaded';
import { reasonOf } from '../view/rules';
import { Search } from '../view/Search';
import { Select } from '../view/Select';
import { Told } from '../view/Told';
import { useCommand } from '../view/useCommand';
import '../view/view.css';
import { Findings } from './Findings';
import { ByHand, Names } from './ByHand';
import './reconciliation.css';

export interface Review {
  kind: 'near_match' | 'tie' | (string & {});
  territory: string | null;
  first: string;
  second: string;
  similarity: number | null;
  note: string;
}

interface View {
  decisions: Decision[];
  review: Review[];
}

/** How names became accounts, what a person should decide, and what the data lack. */
export function ReconciliationPage({ settings }: PageProps) {
  const found = useRequest<View>('/api/v1/reconciliation', 'portfolio');
  const command = useCommand();
  const review = found.data?.review ?? [];
  const decisions = found.data?.decisions ?? [];
  const tabs = [
    { key: 'decide', name: 'To decide', count: found.data ? review.length : undefined },
    { key: 'decisions', name: 'Decisions', count: found.data ? decisions.length : undefined },
    { key: 'hand', name: 'By hand' },
    { key: 'names', name: 'Territories and names' },
    { key: 'findings', name: 'Data quality' },
  ];
  const tab = tabs.some((t) => t.key === settings['tab']) ? settings['tab']! : 'decide';
  return (
    <div class="page view">
      <Head title="Reconciliation" sub="How the names of the sources became accounts">
        <button
          class="button"
          type="button"
          disabled={command.busy}
          onClick={() =>
            void command
              .run(async () => {
                const { decisions: made } = await settle();
                return made ? `${counted(made, 'new decision')}.` : 'Nothing new: everything that was received has its account.';
              })
              .then((ok) => ok && found.again())
          }
        >
          <Icon name="refresh" />
          <span>Reconcile now</span>
        </button>
      </Head>
      <Told command={command} />
      <Tabs label="Reconciliation" tabs={tabs} chosen={tab} onChoose={(key) => set({ tab: key === 'decide' ? '' : key, sort: '', text: '' }, 'replace')}>
        <Loaded request={found} what="Reconciliation" waiting={<Skeleton rows={6} />}>
          {(data) => (
            <>
              {tab === 'decide' && <Decide review={data.review} again={found.again} />}
              {tab === 'decisions' && <Decisions decisions={data.decisions} settings={settings} again={found.again} />}
              {tab === 'hand' && <ByHand again={found.again} />}
              {tab === 'names' && <Names decisions={data.decisions} again={found.again} />}
              {tab === 'findings' && <Findings />}
            </>
          )}
        </Loaded>
      </Tabs>
    </div>
  );
}

/** The account that goes by a name in a territory. */
async function accountNamed(name: string, territory: string | null): Promise<Account> {
  const parameters = new URLSearchParams({ text: name, limit: '50' });
  if (territory) parameters.set('territory', territory);
  const { body } = await request<Page<Account>>(`/api/v1/accounts?${parameters}`);
  const fits = body.items.filter((a) => a.name === name || a.aliases?.includes(name));
  if (fits.length !== 1) throw new Problem(404, 'It cannot be decided here', fits.length ? `Several accounts go by the name ${name}: choose them under By hand.` : `No account goes by the name ${name} any more.`);
  return fits[0]!;
}

function Decide({ review, again }: { review: Review[]; again(): void }) {
  if (!review.length)
    return (
      <section class="panel">
        <Empty icon="check" title="Nothing to decide">
          No two names are nearly alike, and no territory has two accounts that lead it alike.
        </Empty>
      </section>
    );
  return (
    <ul class="cases">
      {review.map((r) => (
        <Case key={`${r.kind}|${r.territory}|${r.first}|${r.second}`} review={r} again={again} />
      ))}
    </ul>
  );
}

function Case({ review, again }: { review: Review; again(): void }) {
  const command = useCommand();
  const isTie = review.kind === 'tie';
  const decide = (work: () => Promise<void>) => void command.run(work).then((ok) => ok && again());
  const both = () => Promise.all([accountNamed(review.first, review.territory), accountNamed(review.second, review.territory)]);
  const place = (name: string) =>
    decide(async () => {
      await linkKey(`territory:${review.territory}`, (await accountNamed(name, review.territory)).id);
    });
  return (
    <li class="panel case">
      <header>
        <Badge icon={isTie ? 'territories' : 'reconciliation'}>{isTie ? 'A tie' : 'Nearly the same name'}</Badge>
        <span class="aside">{review.territory ? `territory ${review.territory}` : 'no territory'}</span>
        {review.similarity != null && <b class="num case-alike">{review.similarity} of 100 alike</b>}
      </header>
      <div class="case-names">
        <b>{review.first}</b>
        <Icon name="reconciliation" />
        <b>{review.second}</b>
      </div>
      <p class="aside">{review.note}</p>
      <div class="action-row">
        {isTie ? (
          <>
            <button class="button" type="button" disabled={command.busy} onClick={() => place(review.first)}>
              They are {review.first}’s
            </button>
            <button class="button" type="button" disabled={command.busy} onClick={() => place(review.second)}>
              They are {review.second}’s
            </button>
          </>
        ) : (
          <>
            <button
              class="button button-main"
              type="button"
              disabled={command.busy}
              onClick={() =>
                decide(async () => {
                  const [first, second] = await both();
                  await mergeAccount(second.id, first.id);
                })
              }
            >
              One company
            </button>
            <button
              class="button"
              type="button"
              disabled={command.busy}
              onClick={() =>
                decide(async () => {
                  const [, second] = await both();
                  await undoLink(second.id);
                })
              }
            >
              Two companies
            </button>
          </>
        )}
      </div>
      <Told command={command} />
    </li>
  );
}

const byHand = new Set(['manual', 'merge', 'unmerge']);

function Decisions({ decisions, settings, again }: { decisions: Decision[]; settings: Settings; again(): void }) {
  const order = useOrder(settings, { key: 'sequence', descending: true });
  const command = useCommand();
  const text = (settings['text'] ?? '').toLowerCase();
  const rule = settings['rule'] ?? '';
  const rules = [...new Set(decisions.map((d) => d.rule))].sort();
  const shown = decisions.filter((d) => (!rule || d.rule === rule) && (!text || [d.key, keyText(d.key), keyText(d.to), d.name, d.matched].some((t) => t?.toLowerCase().includes(text))));
  const undo = (d: Decision) =>
    void command
      .run(async () => {
        await (d.rule === 'merge' ? unmergeAccount(d.key) : undoLink(d.key));
        return `${keyText(d.key)} is an account of its own. It holds until another decision by hand.`;
      })
      .then((ok) => ok && again());
  const columns: Column<Decision>[] = [
    {
      key: 'key',
      name: 'Name or key of a source',
      card: 'title',
      cell: (d) => (
        <span class="two">
          <b>{d.name ?? keyText(d.key)}</b>
          <small class="mono" title={d.key}>
            {d.key}
          </small>
        </span>
      ),
      sort: (d) => d.name ?? keyText(d.key),
    },
    {
      key: 'to',
      name: 'belongs to',
      cell: (d) =>
        d.to === d.key ? (
          <span class="aside">itself</span>
        ) : (
          <Link to={accountAt(d.to, { tab: 'identity' })} class="text-link">
            {d.matched ?? keyText(d.to)}
          </Link>
        ),
      sort: (d) => d.matched ?? keyText(d.to),
    },
    {
      key: 'rule',
      name: 'by',
      width: 230,
      cell: (d) => (
        <span class="two">
          <span>{reasonOf(d.rule)}</span>
          <small>{[d.similarity != null && `${d.similarity} of 100 alike`, d.by && byHand.has(d.rule) && `by ${d.by}`].filter(Boolean).join(', ')}</small>
        </span>
      ),
      sort: (d) => d.rule,
    },
    { key: 'at', name: 'Decided', width: 100, rank: 2, descending: true, cell: (d) => <span class="num" title={momentInFull(d.at)}>{moment(d.at)}</span>, sort: (d) => d.at },
    { key: 'sequence', name: 'Journal', width: 84, number: true, rank: 3, descending: true, cell: (d) => count(d.sequence), sort: (d) => d.sequence },
    {
      key: 'undo',
      name: '',
      width: 132,
      cell: (d) =>
        d.to !== d.key && (
          <button class="button button-quiet" type="button" disabled={command.busy} onClick={() => undo(d)}>
            <Icon name="undo" />
            <span>Undo</span>
          </button>
        ),
    },
  ];
  return (
    <section class="panel tab-body" aria-label="Decisions">
      <div class="tab-tools tools-pad">
        <Search value={settings['text']} label="Name or key" />
        <Select label="Decided by" value={rule} options={[['', 'anything'], ...rules.map((r) => [r, reasonOf(r)] as const)]} onChoose={(r) => set({ rule: r }, 'replace')} />
        <p class="aside">{shown.length === decisions.length ? counted(decisions.length, 'decision') : `${count(shown.length)} of ${counted(decisions.length, 'decision')}`}</p>
      </div>
      <div class="view-pad-x">
        <Told command={command} />
      </div>
      <DataTable label="Decisions" rows={shown} id={(d) => `${d.sequence}:${d.key}`} columns={columns} {...order} empty={<Empty icon="search" title="No decision matches">Nothing was decided under that name.</Empty>} />
    </section>
  );
}
