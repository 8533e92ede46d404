import { expect, test } from 'vitest';
import { leadOf } from '../api/fixtures';
import { subjectDetail, subjectName } from './subject';
import { word } from './words';

test('a lead is about a product or a contract', () => {
  const contract = leadOf({ type: 'renewal_due', item: null, contract: { id: 'C-7', number: 'SVC-2027', end: '2027-06-14', items: 12 } });
  const unnumbered = leadOf({ item: null, contract: { id: 'C-7', number: null, end: null, items: 0 } });
  expect([leadOf(), contract, unnumbered].map((l) => [subjectName(l), subjectDetail(l)])).toEqual([
    ['DL380', 'A'],
    ['Contract SVC-2027', '12 items'],
    ['Contract C-7', 'no known items'],
  ]);
  expect(word('renewal_due')).toBe('Renewal due');
});
