import { expect, test } from 'vitest';
import type { ImportSheet } from '../../api/types';
import { remarksOf, sheetRemarks } from './remarks';

const sheet: ImportSheet = {
  name: 'Install Base',
  table: null,
  kind: 'item',
  rows: 41,
  blank: 0,
  skipped: 3,
  skippedReasons: { repeated_header: 1, total: 2 },
  events: 41,
  refused: 0,
  unread: 0,
  unused: 0,
  unusedReason: null,
  values: 16,
  warned: 16,
  repeated: 0,
  normalised: { missing_marker: 1529, number_as_id: 1 },
  absent: ['vendor', 'endOfLife'],
  notes: ['it was read up to row 12'],
  problem: null,
};

test('the remarks on a sheet are sentences', () => {
  expect(sheetRemarks(sheet)).toEqual([
    '16 values could not be read and were left out; the rest of the row was taken.',
    '1 repeated line of column names skipped.',
    '2 lines with totals skipped.',
    'It was read up to row 12.',
    'No column for: vendor, end of life. What is known of it stays.',
    '1,529 cells say that their value is missing (such as “N/A”) and count as empty.',
    '1 number in a column of texts or ids was read as text.',
  ]);
});

test('an import that leaves values out has a remark, a clean one has none', () => {
  const report = { refused: 0, warned: 16, unused: 0, sheets: [sheet] };
  const job = (change: object) => ({ report: { ...report, ...change } }) as Parameters<typeof remarksOf>[0];
  expect(remarksOf(job({}))).toBe('16 rows taken with a warning');
  expect(remarksOf(job({ refused: 1, unused: 12 }))).toBe('1 row refused, 16 rows taken with a warning, 12 rows not used yet');
  expect(remarksOf(job({ warned: 0 }))).toBe('');
});
