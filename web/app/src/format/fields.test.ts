import { expect, test } from 'vitest';
import { fieldName, fieldText } from './fields';

test('names of fields are words, those of a source stay', () => {
  expect([fieldName('endOfLife'), fieldName('serial'), fieldName('Deal.pipeline'), fieldName('x.custom')]).toEqual([
    'End of life',
    'Serial',
    'Deal.pipeline',
    'x.custom',
  ]);
});

test('fields are read by their names', () => {
  expect([
    fieldText('probability', 0.7),
    fieldText('amount', 370000, 'USD'),
    fieldText('endOfLife', '2020-10-06'),
    fieldText('autoRenewal', true),
    fieldText('x', null),
  ]).toEqual(['70 %', '$370K', '6 Oct 2020', 'Yes', '–']);
});
