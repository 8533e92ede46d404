import type { Lead, LeadStatus, LeadStep } from '../../api/types';
import type { Problem } from '../../api/http';
import { counted, day } from '../../format/format';
import { word } from '../../format/words';

/** A command on a lead. Absent properties stay unchanged. */
export interface LeadCommand {
  status?: LeadStatus;
  reason?: string;
  opportunityId?: string;
  assignee?: string | null;
  /** A date, or null to end the snooze. */
  snoozeUntil?: string | null;
  note?: string;
}

const forward: readonly LeadStatus[] = ['new', 'contacted', 'qualified', 'converted'];

/** The statuses that a lead can move to, the usual one first. None for closed leads. */
export function nextStatuses(status: LeadStatus): LeadStatus[] {
  if (isClosed(status)) return [];
  return [...forward.slice(forward.indexOf(status) + 1), 'rejected'];
}

export const isClosed = (status: LeadStatus): boolean => status === 'converted' || status === 'rejected';

/** Whether the lead's status allows the command. A closed lead is reopened by the status `new`. */
export const isApplicable = (lead: Lead, command: LeadCommand): boolean =>
  command.status === undefined || (command.status === 'new' ? isClosed(lead.status) : nextStatuses(lead.status).includes(command.status));

/** The command in the past tense: "qualified", "assigned to Kim". */
export function commandText(command: LeadCommand): string {
  if (command.status) return command.status === 'new' ? 'reopened' : word(command.status).toLowerCase();
  if (command.assignee !== undefined) return command.assignee === null ? 'unassigned' : `assigned to ${command.assignee}`;
  if (command.snoozeUntil !== undefined)
    return command.snoozeUntil === null ? 'no longer snoozed' : `snoozed until ${day(command.snoozeUntil)}`;
  return 'noted';
}

/** The label of a step in a lead's history. */
export function stepText(what: string): string {
  const [name, ...rest] = what.split(':');
  const value = rest.join(':');
  switch (name) {
    case 'assigned':
      return value ? `Assigned to ${value}` : 'Unassigned';
    case 'snoozed':
      return value ? `Snoozed until ${day(value)}` : 'Snooze ended';
    case 'note':
      return 'Note';
    case 'undone':
      return 'Step undone';
    case 'new':
      return 'Reopened';
    default:
      return word(what);
  }
}

const moved: Record<string, (value: string) => string> = {
  assigned: (v) => (v ? `assigned this lead to ${v}` : 'unassigned this lead'),
  snoozed: (v) => (v ? `snoozed this lead until ${day(v)}` : 'ended the snooze of this lead'),
  note: () => 'added a note to this lead',
  undone: () => 'undid a step on this lead',
  new: () => 'reopened this lead',
  converted: () => 'converted this lead',
  rejected: () => 'rejected this lead',
};

/** "Kim moved this lead to qualified just now" */
export function changeText(steps: readonly LeadStep[] | undefined, status: LeadStatus | null, now = Date.now()): string {
  const last = steps?.findLast((s) => !s.refused);
  if (!last) return `This lead has changed since you saw it${status ? `, it is ${word(status).toLowerCase()} now` : ''}`;
  // The server reopens a closed lead when its reason comes back.
  if (last.what === 'reopened') return `This lead reopened by itself ${ago(last.at, now)}, because its reason came back`;
  const [name = '', ...rest] = last.what.split(':');
  const what = moved[name]?.(rest.join(':')) ?? `moved this lead to ${word(last.what).toLowerCase()}`;
  return `${last.by || 'Somebody'} ${what} ${ago(last.at, now)}${last.reason ? ` (“${last.reason}”)` : ''}`;
}

/** "Kim moved this lead to qualified just now: your change was not applied." */
export const conflictText = (steps: readonly LeadStep[] | undefined, status: LeadStatus | null, now = Date.now()): string =>
  `${changeText(steps, status, now)}: your change was not applied.`;

export function ago(at: string, now: number): string {
  const seconds = Math.max(0, (now - Date.parse(at)) / 1000);
  if (Number.isNaN(seconds) || seconds < 90) return 'just now';
  if (seconds < 5400) return `${counted(Math.round(seconds / 60), 'minute')} ago`;
  if (seconds < 36 * 3600) return `${counted(Math.round(seconds / 3600), 'hour')} ago`;
  return `${counted(Math.round(seconds / 86_400), 'day')} ago`;
}

/** The message for a command that was refused, other than by a conflict. */
export function problemText(problem: Problem): string {
  switch (problem.status) {
    case 409:
      return problem.detail ?? 'The lead’s status does not allow this step.';
    case 422:
    case 400:
      return problem.detail ?? 'The request is incomplete.';
    case 404:
      return 'This lead no longer exists.';
    case 0:
      return 'The server did not answer. It is safe to try again: the command cannot run twice.';
    default:
      return problem.detail ?? problem.title;
  }
}
