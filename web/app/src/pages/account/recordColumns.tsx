import type { Entity } from '../../api/types';
import { day, plain } from '../../format/format';
import { fieldText } from '../../format/fields';
import { percent } from '../../format/units';
import type { Column } from '../../parts/DataTable';
import { Money } from '../../parts/Money';
import { NameCell } from '../shared/cells';
import { flag, number, text } from './recordFields';

type Col = Column<Entity>;

/** A column of text. */
const words = (key: string, name: string, more: Partial<Col> = {}, ...also: string[]): Col => ({
  key,
  name,
  cell: ({ fields }) => text(fields, key, ...also) ?? <span class="aside">–</span>,
  sort: ({ fields }) => text(fields, key, ...also),
  ...more,
});

const date = (key: string, name: string, more: Partial<Col> = {}): Col => ({
  key,
  name,
  width: 116,
  descending: true,
  cell: ({ fields }) => <span class="num">{day(text(fields, key))}</span>,
  sort: ({ fields }) => text(fields, key),
  ...more,
});

const amount = (key: string, name: string, more: Partial<Col> = {}): Col => ({
  key,
  name,
  number: true,
  width: 104,
  descending: true,
  cell: ({ fields }) => <Money amount={number(fields, key)} currency={text(fields, 'currency')} />,
  sort: ({ fields }) => number(fields, key),
  ...more,
});

const rate = (key: string, name: string, more: Partial<Col> = {}): Col => ({
  key,
  name,
  number: true,
  width: 96,
  descending: true,
  cell: ({ fields }) => percent(number(fields, key)),
  sort: ({ fields }) => number(fields, key),
  ...more,
});

const figure = (key: string, name: string, more: Partial<Col> = {}): Col => ({
  key,
  name,
  number: true,
  width: 96,
  descending: true,
  cell: ({ fields }) => (number(fields, key) === null ? '–' : plain(number(fields, key)!)),
  sort: ({ fields }) => number(fields, key),
  ...more,
});

/** The record's name with its id below. */
const title = (name: string, ...fields: string[]): Col => ({
  key: 'name',
  name,
  card: 'title',
  cell: (e) => (
    <span class="two">
      <b>{text(e.fields, ...fields) ?? e.id}</b>
      {text(e.fields, ...fields) && <small class="mono">{e.id}</small>}
    </span>
  ),
  sort: (e) => text(e.fields, ...fields) ?? e.id,
});

const used = ({ fields }: Entity): number | null => {
  const [purchased, delivered] = [number(fields, 'purchased'), number(fields, 'delivered')];
  return purchased ? Math.min(1, (delivered ?? 0) / purchased) : null;
};

export const personName = ({ id, fields }: Entity): string =>
  text(fields, 'name') ?? ([text(fields, 'firstName'), text(fields, 'lastName')].filter(Boolean).join(' ') || id);

/** The columns of each kind of record, the most important first. */
export const columnsOf: Record<string, readonly Col[]> = {
  opportunity: [
    title('Opportunity', 'name'),
    words('stage', 'Stage', { width: 140 }, 'status'),
    amount('amount', 'Amount'),
    rate('probability', 'Probability', { rank: 2 }),
    date('closeDate', 'Closes'),
    words('owner', 'Owner', { width: 130, rank: 2 }),
    words('competitor', 'Competitor', { width: 120, rank: 3 }),
  ],
  project: [
    title('Project', 'name'),
    words('practice', 'Practice', { width: 150, rank: 2 }),
    words('status', 'Status', { width: 100 }),
    words('stage', 'Stage', { width: 100, rank: 2 }),
    date('start', 'Start', { rank: 3 }),
    date('end', 'End'),
    amount('value', 'Value', { rank: 2 }),
  ],
  service_credit: [
    title('Credits', 'name'),
    words('practice', 'Practice', { width: 150, rank: 3 }),
    figure('purchased', 'Purchased'),
    figure('delivered', 'Delivered'),
    { key: 'used', name: 'Used', number: true, width: 84, descending: true, cell: (e) => percent(used(e)), sort: used },
    figure('expired', 'Expired', { rank: 2 }),
    date('contractEnd', 'Ends'),
  ],
  contract: [
    title('Contract', 'number', 'type'),
    words('serviceLevel', 'Level', { width: 130, rank: 2 }, 'type'),
    words('status', 'Status', { width: 100, rank: 2 }),
    amount('annualValue', 'A year'),
    amount('totalValue', 'In all', { rank: 3 }),
    date('end', 'Ends'),
    {
      key: 'autoRenewal',
      name: 'Renews itself',
      width: 110,
      rank: 3,
      cell: ({ fields }) => (fields['autoRenewal'] == null ? '–' : flag(fields, 'autoRenewal') ? 'Yes' : 'No'),
      sort: ({ fields }) => flag(fields, 'autoRenewal'),
    },
    figure('noticeDays', 'Notice, days', { rank: 3 }),
  ],
  ticket: [
    title('Ticket', 'subject', 'number'),
    words('severity', 'Severity', { width: 100 }, 'priority'),
    words('status', 'Status', { width: 110 }),
    date('opened', 'Opened'),
    date('resolved', 'Resolved', { rank: 2 }),
    {
      key: 'escalated',
      name: 'Escalated',
      width: 96,
      rank: 2,
      cell: ({ fields }) => (flag(fields, 'escalated') ? 'Yes' : '–'),
      sort: ({ fields }) => flag(fields, 'escalated'),
    },
    {
      key: 'slaBreached',
      name: 'SLA',
      width: 90,
      rank: 2,
      cell: ({ fields }) => (flag(fields, 'slaBreached') ? 'Breached' : '–'),
      sort: ({ fields }) => flag(fields, 'slaBreached'),
    },
  ],
  survey: [
    title('Survey', 'type'),
    figure('score', 'Score'),
    figure('scale', 'of', { width: 60 }),
    words('comment', 'Comment'),
    date('answered', 'Answered'),
  ],
  activity: [
    title('Activity', 'subject', 'type'),
    words('type', 'Type', { width: 110, rank: 2 }),
    words('outcome', 'Outcome', { width: 160 }),
    words('owner', 'By', { width: 130, rank: 2 }),
    words('sentiment', 'Sentiment', { width: 100, rank: 3 }),
    date('at', 'When'),
    date('next', 'Next step', { rank: 2 }),
  ],
  engagement: [
    title('Engagement', 'campaign', 'type'),
    words('type', 'Type', { width: 120 }),
    words('channel', 'Channel', { width: 110, rank: 2 }),
    words('outcome', 'Outcome', { width: 140, rank: 2 }),
    date('at', 'When'),
  ],
  contact: [
    {
      key: 'name',
      name: 'Contact',
      card: 'title',
      cell: (e) => <NameCell name={personName(e)} sub={text(e.fields, 'title', 'role') ?? ''} />,
      sort: personName,
    },
    words('department', 'Department', { width: 150, rank: 3 }),
    words('email', 'Mail', { width: 240 }),
    words('phone', 'Phone', { width: 150, rank: 2 }),
    {
      key: 'primary',
      name: 'Primary',
      width: 80,
      rank: 2,
      cell: ({ fields }) => (flag(fields, 'primary') ? 'Yes' : '–'),
      sort: ({ fields }) => flag(fields, 'primary'),
      descending: true,
    },
    date('lastContact', 'Last contact', { rank: 2 }),
  ],
  order: [
    title('Order', 'number'),
    words('type', 'Type', { width: 120, rank: 2 }),
    words('status', 'Status', { width: 120 }),
    amount('amount', 'Amount'),
    date('orderDate', 'Ordered'),
    date('delivered', 'Delivered', { rank: 2 }),
  ],
  payment: [
    title('Invoice', 'invoice'),
    words('status', 'Status', { width: 120 }),
    amount('amount', 'Amount'),
    date('due', 'Due'),
    date('paid', 'Paid'),
  ],
  usage: [
    title('Usage', 'product', 'metric'),
    words('metric', 'Metric', { width: 140, rank: 2 }),
    figure('value', 'Value'),
    figure('limit', 'Limit', { rank: 2 }),
    rate('utilization', 'Used'),
    rate('adoption', 'Adoption', { rank: 2 }),
    figure('activeUsers', 'Users', { rank: 3 }),
    date('period', 'Period'),
  ],
};

/** The column for kinds without columns of their own: all filled fields. */
export const otherColumns: readonly Col[] = [
  title('Record', 'name', 'subject', 'number'),
  {
    key: 'fields',
    name: 'What it says',
    cell: ({ fields }) => (
      <span class="field-list">
        {Object.entries(fields)
          .filter(([, v]) => v !== null && v !== '')
          .slice(0, 8)
          .map(([name, v]) => `${name}: ${fieldText(name, v, fields['currency'])}`)
          .join(' · ')}
      </span>
    ),
  },
];
