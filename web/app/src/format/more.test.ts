import { expect, test } from 'vitest';
import { bytes, duration, fieldName, fieldText, keyPart, keyText, percent } from './more';

test('rates are shown as percent, the missing has a dash', () => {
  expect([percent(0.7), percent(0.6543), percent(0), percent(null)]).toEqual(['70 %', '65.4 %', '0 %', '–']);
});

test('sizes and times have one unit', () => {
  expect([bytes(12), bytes(2_450), bytes(12_400_000)]).toEqual(['12 B', '2.5 kB', '12 MB']);
  expect([duration(320), duration(4_200), duration(180_000), duration(5 * 3_600_000), duration(48 * 3_600_000)]).toEqual([
    '320 ms',
    '4 s',
    '3 min',
    '5 h',
    '2 days',
  ]);
});

test('a key is read as what it stands for', () => {
  expect(keyText('name:56114:OSTLUND~20ANALYTICS~20CORP.')).toBe('OSTLUND ANALYTICS CORP., territory 56114');
  expect(keyText('name:56156:~E9~9D~92')).toBe('青, territory 56156');
  expect(keyText('territory:56135')).toBe('Territory 56135');
  expect(keyText('customer:110100037')).toBe('Customer 110100037');
  expect(keyText('name:1:50%~zz')).toBe('50%~zz, territory 1');
});

test('a part of a key is written as the server writes it', () => {
  expect([keyPart('APPLE INC.'), keyPart('青'), keyPart('a_b-c')]).toEqual(['APPLE~20INC.', '~E9~9D~92', 'a_b-c']);
});

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
