import { expect, test } from 'vitest';
import { kindOf, parametersOf, usual } from './options';

test('the extension decides the kind of file', () => {
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

test('only options that differ from the default are sent, and only tables have a mapping', () => {
  const options = { ...usual, mapping: 'hubspot', missing: 'removed' as const, dataDate: '2026-10-01' };
  expect(parametersOf('workbook', usual)).toBe('');
  expect(parametersOf('workbook', options, true)).toBe('?dryRun=true&dataDate=2026-10-01');
  expect(parametersOf('tables', options)).toBe('?dataDate=2026-10-01&mapping=hubspot&missing=removed');
});
