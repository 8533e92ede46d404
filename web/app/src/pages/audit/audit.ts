import type { AuditRow } from '../../api/types';
import { fieldName } from '../../format/fields';
import { word } from '../../format/words';

/** The actions that the filter offers, with what they say about their object. Others are shown by their name. */
export const actions: Record<string, string> = {
  sign_in: 'Signed in',
  sign_in_refused: 'Sign-in refused',
  name_locked: 'Name locked',
  sign_out: 'Signed out',
  password_set: 'Password set with a link',
  password_changed: 'Password changed',
  second_factor_prepared: 'Second factor prepared',
  second_factor_on: 'Second factor turned on',
  second_factor_off: 'Second factor turned off',
  user_added: 'User added',
  user_changed: 'User changed',
  user_link_made: 'Link made',
  user_removed: 'User removed',
  key_added: 'Key added',
  key_rotated: 'Key replaced',
  key_removed: 'Key removed',
  import_started: 'File imported',
  import_undone: 'Import undone',
  dead_letter_corrected: 'Dead letter corrected',
  dead_letter_replayed: 'Dead letter replayed',
  dead_letters_replayed: 'Dead letters replayed',
  dead_letter_dismissed: 'Dead letter dismissed',
  sample_loaded: 'Sample loaded',
  names_settled: 'Names reconciled',
  exported: 'Exported',
  sensitive_viewed: 'Sensitive fields viewed',
  recorded: 'Recorded',
  lead_status: 'Lead status set',
  lead_assignment: 'Lead assigned',
  override: 'Lead snoozed or noted',
  link: 'Account linked',
  day_begun: 'Day begun',
  retraction: 'Rows of an import retracted',
};

export const actionName = (action: string): string => actions[action] ?? word(action);

/** Who did it, as the list shows it. */
export const authorName = ({ author }: Pick<AuditRow, 'author'>): string =>
  author.kind === 'anybody' ? 'Not signed in' : (author.name ?? author.id);

/** What it was done to. */
export const objectName = ({ object, id, name }: Pick<AuditRow, 'object' | 'id' | 'name'>): string =>
  [word(object), name || id].filter(Boolean).join(' ');

export interface FieldDifference {
  name: string;
  before: string | null;
  after: string | null;
}

const text = (value: unknown): string | null =>
  value === null || value === undefined ? null : typeof value === 'string' ? value : JSON.stringify(value);

/** The fields of a row in the order of their names, with their values before and after. */
export function differences({ before, after }: Pick<AuditRow, 'before' | 'after'>): FieldDifference[] {
  const [was, is] = [before, after] as Record<string, unknown>[];
  return [...new Set([...Object.keys(was ?? {}), ...Object.keys(is ?? {})])]
    .sort()
    .map((name) => ({ name: fieldName(name), before: text(was?.[name]), after: text(is?.[name]) }));
}
