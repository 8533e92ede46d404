import { expect, test } from 'vitest';
import { leadOf, valueOf } from '../api/fixtures';
import { valuesOf } from './leadValues';

test('an item with two leads counts once, with its greatest value', () => {
  const sum = valuesOf([
    leadOf({ id: 'hpe:A:renewal', estimatedValue: valueOf(90_000) }),
    leadOf({ id: 'hpe:A:service_attach', estimatedValue: valueOf(120_000) }),
    leadOf({ id: 'hpe:A:hardware_refresh' }),
    leadOf({ id: 'hpe:B:renewal' }),
  ]);
  expect(sum).toEqual({ amount: 120_000, currency: 'USD', unknown: 1, others: [] });
});

test('currencies are not added up', () => {
  const euro = { ...valueOf(5_000), currency: 'EUR' };
  const sum = valuesOf([
    leadOf({ id: 'x:A:renewal', estimatedValue: valueOf(7_000) }),
    leadOf({ id: 'x:B:renewal', estimatedValue: euro }),
  ]);
  expect(sum).toEqual({ amount: 7_000, currency: 'USD', unknown: 0, others: [{ amount: 5_000, currency: 'EUR' }] });
});

test('leads of unknown value have no value', () => {
  expect(valuesOf([leadOf()])).toEqual({ amount: null, currency: '', unknown: 1, others: [] });
});
