import { expect, test } from 'vitest';
import { addMoney, addSums, knownAmount, weightedSum } from './sums';

const usd = (amount: number) => ({ amount, currency: 'USD' });

test('currencies stay apart and unknown amounts are counted', () => {
  expect(addMoney([usd(100), null, usd(20), { amount: 7, currency: 'EUR' }], 'USD')).toEqual({
    amount: 120,
    currency: 'USD',
    unknown: 1,
    others: [{ amount: 7, currency: 'EUR' }],
  });
});

test('a sum of unknown amounts is unknown, a sum of nothing is zero', () => {
  expect([addMoney([null, null], 'USD').amount, addMoney([], 'USD').amount]).toEqual([null, 0]);
  expect([knownAmount({ amount: 0, unknown: 98 }), knownAmount({ amount: 0, unknown: 0 }), knownAmount({ amount: 5, unknown: 1 })]).toEqual(
    [null, 0, 5],
  );
});

test('sums of sums keep what is unknown', () => {
  const sums = [
    { ...usd(10), unknown: 1, others: [] },
    { amount: null, currency: 'USD', unknown: 2, others: [{ amount: 3, currency: 'EUR' }] },
  ];
  expect(addSums(sums, 'USD')).toEqual({ amount: 10, currency: 'USD', unknown: 3, others: [{ amount: 3, currency: 'EUR' }] });
  expect(weightedSum({ weighted: null, currency: 'USD', unknown: 98, openOpportunities: 98, others: [] }).amount).toBeNull();
});
