import { expect, test } from 'vitest';
import { fieldName, fieldText } from './fields';

test('field names become readable, names from a source stay unchanged', () => {
  expect([fieldName('endOfLife'), fieldName('serial'), fieldName('Deal.pipeline'), fieldName('x.custom')]).toEqual([
    'End of life',
    'Serial',
    'Deal.pipeline',
    'x.custom',
  ]);
});

test('the name of a field decides its format', () => {
  expect([
    fieldText('probability', 0.7),
    fieldText('amount', 370000, 'USD'),
    fieldText('endOfLife', '2020-10-06'),
    fieldText('autoRenewal', true),
    fieldText('x', null),
  ]).toEqual(['70 %', '$370K', '6 Oct 2020', 'Yes', '–']);
});
