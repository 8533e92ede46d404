import type { Entity } from '../../api/types';
import { day, plain } from '../../format/format';
import { fieldText } from '../../format/fields';
import { percent } from '../../format/units';
import type { Column } from '../../parts/DataTable';
import { Money } from '../../parts/Money';
import { NameCell } from '../shared/cells';
import { Masked } from '../shared/Masked';
import { flag, number, text } from './recordFields';

type Col = Column<Entity>;

/** A column of text. */
const textColumn = (key: string, name: string, more: Partial<Col> = {}, ...also: string[]): Col => ({
  key,
  name,
  cell: ({ fields, masked }) => text(fields, key, ...also) ?? (masked.includes(key) ? <Masked /> : <span class="aside">–</span>),
  sort: ({ fields }) => text(fields, key, ...also),
  ...more,
});

const dateColumn = (key: string, name: string, more: Partial<Col> = {}): Col => ({
  key,
  name,
  width: 116,
  descending: true,
  cell: ({ fields }) => <span class="num">{day(text(fields, key))}</span>,
  sort: ({ fields }) => text(fields, key),
  ...more,
});

const moneyColumn = (key: string, name: string, more: Partial<Col> = {}): Col => ({
  key,
  name,
  number: true,
  width: 104,
  descending: true,
  cell: ({ fields }) => <Money amount={number(fields, key)} currency={text(fields, 'currency')} />,
  sort: ({ fields }) => number(fields, key),
  ...more,
});

const percentColumn = (key: string, name: string, more: Partial<Col> = {}): Col => ({
  key,
  name,
  number: true,
  width: 96,
  descending: true,
  cell: ({ fields }) => percent(number(fields, key)),
  sort: ({ fields }) => number(fields, key),
  ...more,
});

const numberColumn = (key: string, name: string, more: Partial<Col> = {}): Col => ({
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
const nameColumn = (name: string, ...fields: string[]): Col => ({
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

const utilization = ({ fields }: Entity): number | null => {
  const [purchased, delivered] = [number(fields, 'purchased'), number(fields, 'delivered')];
  return purchased ? Math.min(1, (delivered ?? 0) / purchased) : null;
};

export const personName = ({ id, fields }: Entity): string =>
  text(fields, 'name') ?? ([text(fields, 'firstName'), text(fields, 'lastName')].filter(Boolean).join(' ') || id);

/** The columns of each kind of record, the most important first. */
export const columnsOf: Record<string, readonly Col[]> = {
  opportunity: [
    nameColumn('Opportunity', 'name'),
    textColumn('stage', 'Stage', { width: 140 }, 'status'),
    moneyColumn('amount', 'Amount'),
    percentColumn('probability', 'Probability', { rank: 2 }),
    dateColumn('closeDate', 'Closes'),
    textColumn('owner', 'Owner', { width: 130, rank: 2 }),
    textColumn('competitor', 'Competitor', { width: 120, rank: 3 }),
  ],
  project: [
    nameColumn('Project', 'name'),
    textColumn('practice', 'Practice', { width: 150, rank: 2 }),
    textColumn('status', 'Status', { width: 100 }),
    textColumn('stage', 'Stage', { width: 100, rank: 2 }),
    dateColumn('start', 'Start', { rank: 3 }),
    dateColumn('end', 'End'),
    moneyColumn('value', 'Value', { rank: 2 }),
  ],
  service_credit: [
    nameColumn('Credits', 'name'),
    textColumn('practice', 'Practice', { width: 150, rank: 3 }),
    numberColumn('purchased', 'Purchased'),
    numberColumn('delivered', 'Delivered'),
    { key: 'used', name: 'Used', number: true, width: 84, descending: true, cell: (e) => percent(utilization(e)), sort: utilization },
    numberColumn('expired', 'Expired', { rank: 2 }),
    dateColumn('contractEnd', 'Ends'),
  ],
  contract: [
    nameColumn('Contract', 'number', 'type'),
    textColumn('serviceLevel', 'Level', { width: 130, rank: 2 }, 'type'),
    textColumn('status', 'Status', { width: 100, rank: 2 }),
    moneyColumn('annualValue', 'A year'),
    moneyColumn('totalValue', 'Total', { rank: 3 }),
    dateColumn('end', 'Ends'),
    {
      key: 'autoRenewal',
      name: 'Auto-renewal',
      width: 110,
      rank: 3,
      cell: ({ fields }) => (fields['autoRenewal'] == null ? '–' : flag(fields, 'autoRenewal') ? 'Yes' : 'No'),
      sort: ({ fields }) => flag(fields, 'autoRenewal'),
    },
    numberColumn('noticeDays', 'Notice, days', { rank: 3 }),
  ],
  ticket: [
    nameColumn('Ticket', 'subject', 'number'),
    textColumn('severity', 'Severity', { width: 100 }, 'priority'),
    textColumn('status', 'Status', { width: 110 }),
    dateColumn('opened', 'Opened'),
    dateColumn('resolved', 'Resolved', { rank: 2 }),
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
    nameColumn('Survey', 'type'),
    numberColumn('score', 'Score'),
    numberColumn('scale', 'of', { width: 60 }),
    textColumn('comment', 'Comment'),
    dateColumn('answered', 'Answered'),
  ],
  activity: [
    nameColumn('Activity', 'subject', 'type'),
    textColumn('type', 'Type', { width: 110, rank: 2 }),
    textColumn('outcome', 'Outcome', { width: 160 }),
    textColumn('owner', 'By', { width: 130, rank: 2 }),
    textColumn('sentiment', 'Sentiment', { width: 100, rank: 3 }),
    dateColumn('at', 'When'),
    dateColumn('next', 'Next step', { rank: 2 }),
  ],
  engagement: [
    nameColumn('Engagement', 'campaign', 'type'),
    textColumn('type', 'Type', { width: 120 }),
    textColumn('channel', 'Channel', { width: 110, rank: 2 }),
    textColumn('outcome', 'Outcome', { width: 140, rank: 2 }),
    dateColumn('at', 'When'),
  ],
  contact: [
    {
      key: 'name',
      name: 'Contact',
      card: 'title',
      cell: (e) => <NameCell name={personName(e)} sub={text(e.fields, 'title', 'role') ?? ''} />,
      sort: personName,
    },
    textColumn('department', 'Department', { width: 150, rank: 3 }),
    textColumn('email', 'Mail', { width: 240 }),
    textColumn('phone', 'Phone', { width: 150, rank: 2 }),
    {
      key: 'primary',
      name: 'Primary',
      width: 80,
      rank: 2,
      cell: ({ fields }) => (flag(fields, 'primary') ? 'Yes' : '–'),
      sort: ({ fields }) => flag(fields, 'primary'),
      descending: true,
    },
    dateColumn('lastContact', 'Last contact', { rank: 2 }),
  ],
  order: [
    nameColumn('Order', 'number'),
    textColumn('type', 'Type', { width: 120, rank: 2 }),
    textColumn('status', 'Status', { width: 120 }),
    moneyColumn('amount', 'Amount'),
    dateColumn('orderDate', 'Ordered'),
    dateColumn('delivered', 'Delivered', { rank: 2 }),
  ],
  payment: [
    nameColumn('Invoice', 'invoice'),
    textColumn('status', 'Status', { width: 120 }),
    moneyColumn('amount', 'Amount'),
    dateColumn('due', 'Due'),
    dateColumn('paid', 'Paid'),
  ],
  usage: [
    nameColumn('Usage', 'product', 'metric'),
    textColumn('metric', 'Metric', { width: 140, rank: 2 }),
    numberColumn('value', 'Value'),
    numberColumn('limit', 'Limit', { rank: 2 }),
    percentColumn('utilization', 'Used'),
    percentColumn('adoption', 'Adoption', { rank: 2 }),
    numberColumn('activeUsers', 'Users', { rank: 3 }),
    dateColumn('period', 'Period'),
  ],
};

/** The column for kinds without columns of their own: all filled fields. */
export const otherColumns: readonly Col[] = [
  nameColumn('Record', 'name', 'subject', 'number'),
  {
    key: 'fields',
    name: 'Details',
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
