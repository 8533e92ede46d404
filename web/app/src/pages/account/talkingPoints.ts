import type { AccountDetail, Entity, Item, Lead, LeadType, Priority } from '../../api/types';
import { counted, money } from '../../format/format';
import { subjectName } from '../../format/subject';
import { priorities } from '../../state/leadQuery';
import { isOpen, number, text } from './recordFields';

/** Open leads of one type for one product, which are usually one purchase. */
export interface TalkingPoint {
  key: string;
  type: LeadType;
  product: string;
  leads: Lead[];
  /** The lead with the highest score. */
  best: Lead;
  /** Sum of the highest estimates. Null when all values are unknown. */
  value: number | null;
  currency: string | null;
}

/** Groups open leads into talking points, the most urgent first. */
export function talkingPoints(leads: readonly Lead[]): TalkingPoint[] {
  const found = new Map<string, TalkingPoint>();
  for (const lead of leads) {
    if (lead.status === 'converted' || lead.status === 'rejected') continue;
    const key = `${lead.type}|${lead.item?.productId || subjectName(lead)}`;
    const known = found.get(key);
    const worth = lead.estimatedValue?.max ?? null;
    if (!known) {
      found.set(key, {
        key,
        type: lead.type,
        product: subjectName(lead),
        leads: [lead],
        best: lead,
        value: worth,
        currency: lead.estimatedValue?.currency ?? null,
      });
      continue;
    }
    known.leads.push(lead);
    if (lead.score > known.best.score) known.best = lead;
    if (worth !== null) {
      known.value = (known.value ?? 0) + worth;
      known.currency ??= lead.estimatedValue!.currency;
    }
  }
  const band = (p: Priority) => priorities.indexOf(p);
  return [...found.values()].sort(
    (a, b) => band(a.best.priority) - band(b.best.priority) || b.best.score - a.best.score || (b.value ?? 0) - (a.value ?? 0),
  );
}

export const openRecords = (detail: AccountDetail, kind: string): Entity[] => (detail.entities[kind] ?? []).filter(isOpen);

const isUnsupported = (item: Item) => !!item.support?.some((s) => s === 'expired' || s === 'uncovered');

/** The account's situation in a few sentences. */
export function situation(detail: AccountDetail): string[] {
  const { account, items } = detail;
  const said: string[] = [];
  if (items.length) {
    const unsupported = items.filter(isUnsupported).length;
    said.push(
      `${counted(items.length, 'installed item')}: ${account.itemsPastEndOfLife ? `${account.itemsPastEndOfLife} past end of life` : 'none past end of life'}, ${unsupported ? `${unsupported} without support` : 'all with support as far as known'}.`,
    );
  }
  const { total, critical } = account.leads;
  if (total) {
    const worth = account.leadValue?.amount
      ? ` worth up to ${money(account.leadValue.amount, account.leadValue.currency)}${account.leadValue.unknown ? ` (${account.leadValue.unknown} of unknown value)` : ''}`
      : '';
    said.push(`${counted(total, 'open lead')}${worth}${critical ? `, ${critical} critical` : ''}.`);
  }
  if (account.openOpportunities) {
    const weighted = account.pipeline?.weighted;
    said.push(
      `${counted(account.openOpportunities, 'open opportunity', 'open opportunities')}${weighted ? `, ${money(weighted, account.pipeline!.currency)} weighted` : ''}.`,
    );
  }
  const tickets = openRecords(detail, 'ticket');
  if (tickets.length) {
    const escalated = tickets.filter((t) => t.fields['escalated'] === true).length;
    said.push(`${counted(tickets.length, 'open ticket')}${escalated ? `, ${escalated} escalated` : ''}.`);
  }
  const overdue = (detail.entities['payment'] ?? []).filter(
    (p) => !text(p.fields, 'paid') && (text(p.fields, 'due') ?? '9') < (detail.asOf ?? ''),
  ).length;
  if (overdue) said.push(`${counted(overdue, 'invoice')} overdue.`);
  return said.length ? said : ['No items, leads, opportunities or tickets are known for this account yet.'];
}

/** Sorts by a date field, the latest first. Records without the date come last. */
export const latestFirst = (entities: readonly Entity[], field: string): Entity[] =>
  [...entities].sort((a, b) => (text(b.fields, field) ?? '').localeCompare(text(a.fields, field) ?? ''));

/** The records whose date is on or after a day, the nearest first. */
export const upcoming = (entities: readonly Entity[], field: string, asOf: string): Entity[] =>
  entities
    .filter((e) => (text(e.fields, field) ?? '') >= asOf)
    .sort((a, b) => text(a.fields, field)!.localeCompare(text(b.fields, field)!));

export const byAmount = (entities: readonly Entity[]): Entity[] =>
  [...entities].sort((a, b) => (number(b.fields, 'amount') ?? -1) - (number(a.fields, 'amount') ?? -1));
