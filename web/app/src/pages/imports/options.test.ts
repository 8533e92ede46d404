import { expect, test } from 'vitest';
import { kindOf, parametersOf, usual } from './options';

test('a file is known by its ending', () => {
  expect(['a.XLSX', 'b.csv', 'c.tsv', 'd.zip', 'territories.yaml', 'e.pdf', 'f'].map(kindOf)).toEqual([
    'workbook',
    'tables',
    'tables',
    'tables',
    'territories',
    'unknown',
    'unknown',
  ]);
});

test('only what differs from the usual is asked for, and tables alone have a mapping', () => {
  const options = { ...usual, mapping: 'hubspot', missing: 'removed' as const, dataDate: '2026-10-01' };
  expect(parametersOf('workbook', usual)).toBe('');
  expect(parametersOf('workbook', options, true)).toBe('?dryRun=true&dataDate=2026-10-01');
  expect(parametersOf('tables', options)).toBe('?dataDate=2026-10-01&mapping=hubspot&missing=removed');
});
