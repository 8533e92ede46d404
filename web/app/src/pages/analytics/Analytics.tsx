import type { ComponentChildren } from 'preact';
import type { Analytics, Bucket, Funnel, Metric } from '../../api/types';
import { count, counted, day, plain, signed } from '../../format/format';
import { percent } from '../../format/units';
import { word } from '../../format/words';
import { Chart } from '../../parts/Chart';
import { DataTable, type Column } from '../../parts/DataTable';
import { EmptyState } from '../../parts/EmptyState';
import { StatTile } from '../../parts/StatTile';
import { Icon } from '../../parts/Icon';
import { useRequest } from '../../parts/useRequest';
import { updateSettings } from '../../state/router';
import type { PageProps } from '../shared/pageProps';
import { ReportPage } from '../shared/ReportPage';
import { Panel } from '../shared/Panel';
import { Select } from '../shared/Select';
import { TerritoryFilter } from '../shared/TerritoryFilter';
import '../shared/shared.css';
import './analytics.css';
import { bucketNames, median, movesOf, movesText, share, sliceName, toSeconds, type MovesOfDay } from './figures';

/** Metrics of the lead queue. Each shows its definition, and the reason when it has no data. */
export function AnalyticsPage({ settings }: PageProps) {
  const found = useRequest<Analytics>(
    `/api/v1/analytics${settings['territory'] ? `?territory=${encodeURIComponent(settings['territory'])}` : ''}`,
    'portfolio',
  );
  return (
    <ReportPage
      title="Analytics"
      sub={found.data?.asOf && `As of ${day(found.data.asOf)}, rules ${found.data.rulesVersion}`}
      tools={<TerritoryFilter value={settings['territory']} single />}
      request={found}
    >
      {(data) => <Whole data={data} factor={settings['by'] === 'factor'} />}
    </ReportPage>
  );
}

function Whole({ data, factor }: { data: Analytics; factor: boolean }) {
  const { scores, acceptance, timeToContact, velocity, ageing, bands } = data;
  const funnel = factor ? data.funnelByFactor : data.funnelByType;
  const moves = velocity.data ? movesOf(velocity.data) : null;
  const hours = timeToContact.data ? median(timeToContact.data) : null;
  return (
    <>
      <section class="panel figures" aria-label="Figures">
        <StatTile
          name="Acceptance"
          note={
            acceptance.available
              ? acceptance.data?.conversion == null
                ? 'no lead qualified or rejected yet'
                : `${percent(acceptance.data.conversion)} of closed leads converted`
              : (acceptance.reason ?? 'not available')
          }
        >
          {percent(acceptance.data?.acceptance)}
        </StatTile>
        <StatTile
          name="Time to contact"
          note={hours === null ? (timeToContact.reason ?? 'not known yet') : 'median over assignees, weighted by leads'}
        >
          {hours === null ? '–' : timeText(hours)}
        </StatTile>
        <StatTile
          name="Change of open leads"
          note={moves ? `${movesText(moves)}, in ${counted(moves.days, 'recorded day')}` : (velocity.reason ?? 'no data yet')}
        >
          {moves ? signed(moves.open - moves.openBefore) : '–'}
        </StatTile>
        <StatTile
          name="Unchanged for 30 days"
          note={ageing.available ? `of ${count(sum(ageing.data))}` : (ageing.reason ?? 'not available')}
        >
          {ageing.data ? count(sum(ageing.data.filter((b) => b.from >= 30))) : '–'}
        </StatTile>
      </section>
      <div class="charts">
        <MetricPanel title="Scores" metric={scores}>
          {(buckets) => (
            <Chart
              label={`Open leads by score: ${buckets.map((b) => `${bucketName(b)} ${b.count}`).join(', ')}`}
              x={buckets.length > (innerWidth < 600 ? 6 : 12) ? buckets.map((b) => b.from) : bucketNames(buckets)}
              xName="Score"
              kind="bars"
              series={[{ name: 'Open leads', values: buckets.map((b) => b.count) }]}
              format={plain}
            />
          )}
        </MetricPanel>
        <MetricPanel title="Ageing" metric={ageing}>
          {(buckets) => (
            <Chart
              label={`Open leads by age: ${buckets.map((b) => `${bucketName(b)} days ${b.count}`).join(', ')}`}
              x={bucketNames(buckets)}
              xName="Days unchanged"
              kind="bars"
              series={[{ name: 'Open leads', values: buckets.map((b) => b.count), tone: 'two' }]}
              format={plain}
            />
          )}
        </MetricPanel>
        <MetricPanel
          title="Funnel"
          wide
          metric={funnel}
          tools={
            <Select
              label="by"
              value={factor ? 'factor' : 'type'}
              options={[
                ['type', 'type of lead'],
                ['factor', 'factor ranges'],
              ]}
              onChoose={(by) => updateSettings({ by: by === 'type' ? '' : by }, 'replace')}
            />
          }
        >
          {(rows) => (
            <>
              <DataTable
                label="Funnel"
                rows={rows}
                id={(r) => r.slice}
                columns={funnelColumns}
                empty={<EmptyState title="No leads yet">The funnel fills as leads are worked on.</EmptyState>}
              />
              <Definition text={acceptance.definition} />
            </>
          )}
        </MetricPanel>
        <MetricPanel title="Priority over time" metric={bands} wide>
          {(days) =>
            days.length > 1 ? (
              <>
                <Chart
                  label={`Open leads by priority, ${days.length} days`}
                  x={days.map((d) => toSeconds(d.day))}
                  time
                  kind="stack"
                  series={[
                    { name: 'Critical', values: days.map((d) => d.critical), tone: 'critical' },
                    { name: 'High', values: days.map((d) => d.high), tone: 'high' },
                    { name: 'Medium', values: days.map((d) => d.medium), tone: 'medium' },
                    { name: 'Low', values: days.map((d) => d.low), tone: 'low' },
                  ]}
                  format={plain}
                />
                <p class="fine">
                  Baseline, the first day that is known: {percent(share(days[0]!))} critical or high; now {percent(share(days.at(-1)!))}.
                </p>
              </>
            ) : (
              <EmptyState icon="clock" title="Only one day so far">
                {days[0]
                  ? `Critical ${count(days[0].critical)}, high ${count(days[0].high)}, medium ${count(days[0].medium)}, low ${count(days[0].low)} on ${day(days[0].day)}. The chart starts tomorrow.`
                  : 'The chart starts tomorrow.'}
              </EmptyState>
            )
          }
        </MetricPanel>
        <MetricPanel title="Velocity" metric={velocity} wide>
          {(days) => (
            <DataTable
              label="Movements of leads by day"
              rows={[...days].reverse()}
              id={(d) => d.day}
              columns={dayColumns}
              empty={<EmptyState title="No day yet">The first day is recorded when the server has leads.</EmptyState>}
            />
          )}
        </MetricPanel>
        <MetricPanel title="Time to contact" metric={timeToContact}>
          {(people) => (
            <DataTable
              label="Time to contact"
              rows={people}
              id={(p) => p.assignee ?? ''}
              columns={peopleColumns}
              empty={
                <EmptyState title="No lead has been contacted yet">The time runs from a lead’s first day to its first contact.</EmptyState>
              }
            />
          )}
        </MetricPanel>
      </div>
    </>
  );
}

/** A metric with its definition. */
function MetricPanel<T>({
  title,
  metric,
  wide = false,
  tools,
  children,
}: {
  title: string;
  metric: Metric<T>;
  wide?: boolean;
  tools?: ComponentChildren;
  children(data: T): ComponentChildren;
}) {
  return (
    <Panel title={title} class={wide ? 'is-wide-panel' : ''} tools={tools}>
      <div class="metric">
        {metric.available && metric.data !== null ? (
          children(metric.data)
        ) : (
          <EmptyState icon="info" title="Not available">
            {metric.reason ?? 'The server gave no reason.'}
          </EmptyState>
        )}
        <Definition text={metric.definition} />
      </div>
    </Panel>
  );
}

const Definition = ({ text }: { text: string }) => (
  <p class="metric-definition">
    <Icon name="info" />
    <span>{text}</span>
  </p>
);

const sum = (buckets: readonly Bucket[] | null) => buckets?.reduce((n, b) => n + b.count, 0) ?? 0;
const bucketName = (b: Bucket) => bucketNames([b])[0]!;
const timeText = (hours: number) => (hours < 48 ? `${plain(Math.round(hours * 10) / 10)} h` : counted(Math.round(hours / 24), 'day'));

const funnelColumns: Column<Funnel>[] = [
  { key: 'slice', name: 'Leads', card: 'title', cell: (f) => <b>{sliceName(f.slice)}</b>, sort: (f) => f.slice },
  ...(['new', 'contacted', 'qualified', 'converted', 'rejected'] as const).map((key): Column<Funnel> => ({
    key,
    name: word(key),
    number: true,
    width: 104,
    descending: true,
    cell: (f) => count(f[key]),
    sort: (f) => f[key],
  })),
  {
    key: 'acceptance',
    name: 'Acceptance',
    number: true,
    width: 110,
    descending: true,
    hint: '(contacted + qualified + converted) ÷ (those + rejected)',
    cell: (f) => percent(f.acceptance),
    sort: (f) => f.acceptance,
  },
  {
    key: 'conversion',
    name: 'Conversion',
    number: true,
    width: 110,
    descending: true,
    hint: 'converted ÷ (converted + rejected)',
    cell: (f) => percent(f.conversion),
    sort: (f) => f.conversion,
  },
];

const dayColumns: Column<MovesOfDay>[] = [
  { key: 'day', name: 'Day', card: 'title', cell: (d) => <b>{day(d.day)}</b>, sort: (d) => d.day },
  ...(
    [
      ['openBefore', 'Open before', 'Open leads when the day began'],
      ['opened', 'Opened', 'Leads that were not there before, and resolved ones that come back and that nobody had worked on'],
      ['reopened', 'Reopened', 'Closed leads that are open again, and resolved ones that come back with their history'],
      ['resolved', 'Resolved', 'Leads that are gone by themselves, because their reason no longer holds'],
      ['converted', 'Converted', 'Leads that were converted'],
      ['rejected', 'Rejected', 'Leads that were rejected'],
      ['open', 'Open', 'Open leads at the end of the day: before + opened + reopened − resolved − converted − rejected'],
    ] as const
  ).map(([key, name, hint]): Column<MovesOfDay> => ({
    key,
    name,
    hint,
    number: true,
    width: 106,
    descending: true,
    cell: (d) => count(d[key]),
    sort: (d) => d[key],
  })),
];

const peopleColumns: Column<{ assignee: string | null; leads: number; medianHours: number }>[] = [
  {
    key: 'who',
    name: 'Who',
    card: 'title',
    cell: (p) => (p.assignee ? <b>{p.assignee}</b> : <span class="aside">nobody in particular</span>),
    sort: (p) => p.assignee,
  },
  { key: 'leads', name: 'Leads', number: true, width: 90, descending: true, cell: (p) => count(p.leads), sort: (p) => p.leads },
  { key: 'hours', name: 'Median', number: true, width: 110, cell: (p) => timeText(p.medianHours), sort: (p) => p.medianHours },
];
