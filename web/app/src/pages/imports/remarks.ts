import type { Import, ImportSheet } from '../../api/types';
import { count, counted } from '../../format/format';
import { fieldName } from '../../format/fields';
import { word } from '../../format/words';

/** What of an import was not taken, not taken whole, or is not used. Empty if all is well. */
export const remarksOf = ({ report }: Pick<Import, 'report'>): string =>
  [
    report?.refused ? `${counted(report.refused, 'row')} refused` : '',
    report?.warned ? `${counted(report.warned, 'row')} taken with a warning` : '',
    report?.unused ? `${counted(report.unused, 'row')} not used yet` : '',
    report?.sheets.some((s) => s.problem) ? 'not all read' : '',
  ]
    .filter(Boolean)
    .join(', ');

/** A count in words; `#` stands for the number. */
type Words = Record<string, [one: string, more: string]>;

/** Why rows were skipped. */
const skipped: Words = {
  title: ['# line above the column names skipped', '# lines above the column names skipped'],
  repeated_header: ['# repeated line of column names skipped', '# repeated lines of column names skipped'],
  total: ['# line with totals skipped', '# lines with totals skipped'],
  filter_line: ['# line that describes a filter skipped', '# lines that describe a filter skipped'],
  heading: ['# heading between the rows skipped', '# headings between the rows skipped'],
};

/** What was corrected in cells. */
const corrected: Words = {
  missing_marker: [
    '# cell says that its value is missing (such as “N/A”) and counts as empty',
    '# cells say that their value is missing (such as “N/A”) and count as empty',
  ],
  blanks: ['Blanks around # text were removed', 'Blanks around # texts were removed'],
  number_as_id: ['# number in a column of texts or ids was read as text', '# numbers in columns of texts or ids were read as text'],
  date_as_text: ['# date was stored as text and was read as a date', '# dates were stored as text and were read as dates'],
  endless_date: ['# date in 2099 or later was read as “no end”', '# dates in 2099 or later were read as “no end”'],
  number_as_text: ['# number was stored as text and was read as a number', '# numbers were stored as text and were read as numbers'],
  cost_without_amount: ['# amount has no figure and counts as unknown', '# amounts have no figure and count as unknown'],
  spreadsheet_error: [
    '# cell holds an error of the spreadsheet (such as “#REF!”)',
    '# cells hold an error of the spreadsheet (such as “#REF!”)',
  ],
  filled_down: [
    '# row leaves the practice empty and takes it from the row above',
    '# rows leave the practice empty and take it from the row above',
  ],
};

const inWords = (words: Words, counts: Record<string, number>): string[] =>
  Object.entries(counts).map(([what, n]) => words[what]?.[n === 1 ? 0 : 1].replace('#', count(n)) ?? `${word(what)}: ${count(n)}`);

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;

/** The remarks on a sheet, in sentences. */
export const sheetRemarks = (s: ImportSheet): string[] =>
  [
    s.problem ?? '',
    s.values
      ? `${counted(s.values, 'value')} could not be read and ${s.values === 1 ? 'was' : 'were'} left out; the rest of the row was taken`
      : '',
    ...inWords(skipped, s.skippedReasons),
    ...s.notes,
    s.repeated ? `${counted(s.repeated, 'row')} with the id of an earlier row` : '',
    s.absent.length ? `No column for: ${s.absent.map((f) => fieldName(f).toLowerCase()).join(', ')}. What is known of it stays` : '',
    ...inWords(corrected, s.normalised),
  ]
    .filter(Boolean)
    .map(sentence);
