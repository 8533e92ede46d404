import { expect, test } from 'vitest';
import { count, counted, day, fromDay, moment, money, moneyRange, plain, score, signed } from './format';
import { word } from './words';

test('counts have separators, a missing one is a dash', () => {
  expect([count(1234567), count(0), count(null), count(undefined)]).toEqual(['1,234,567', '0', '–', '–']);
  expect([counted(1, 'lead'), counted(2, 'lead'), counted(0, 'territory', 'territories')]).toEqual(['1 lead', '2 leads', '0 territories']);
});

test('scores have two decimals, points no trailing zeros', () => {
  expect([score(90), score(61.5), plain(30), plain(-14.5), signed(20), signed(-10), signed(0)]).toEqual([
    '90.00',
    '61.50',
    '30',
    '−14.5',
    '+20',
    '−10',
    '0',
  ]);
});

test('money is short and has its currency', () => {
  expect([money(12_400_000, 'USD'), money(950, 'EUR'), money(1_500_000, 'JPY'), money(2000, null), money(2000, 'points')]).toEqual([
    '$12.4M',
    '€950',
    '¥1.5M',
    '2K',
    '2K',
  ]);
});

test('a range names its currency once, equal ends are one amount, an unknown value is null', () => {
  expect(moneyRange({ min: 75_000, max: 200_000, currency: 'USD' })).toBe('$75K–200K');
  expect(moneyRange({ min: 120_000, max: 120_000, currency: 'USD' })).toBe('$120K');
  expect(moneyRange(null)).toBeNull();
});

test('calendar dates have no time zone', () => {
  expect([day('2025-10-29'), day(null), day('soon')]).toEqual(['29 Oct 2025', '–', '–']);
});

test('days are counted from the day of the scores', () => {
  const from = (d: string) => fromDay(d, '2025-10-29');
  expect([from('2025-10-29'), from('2025-10-30'), from('2025-10-28'), from('2025-11-15'), from('2025-10-01')]).toEqual([
    'today',
    'tomorrow',
    'yesterday',
    'in 17 days',
    '28 days ago',
  ]);
});

test('an instant is as short as possible', () => {
  const now = new Date(2025, 9, 29, 15, 0);
  expect(moment(new Date(2025, 9, 29, 9, 5).toISOString(), now)).toBe('09:05');
  expect(moment(new Date(2025, 2, 3, 9, 5).toISOString(), now)).toBe('3 Mar');
  expect(moment(new Date(2024, 2, 3).toISOString(), now)).toBe('3 Mar 2024');
  expect(moment(undefined, now)).toBe('–');
});

test('wire names have labels, unknown ones stay readable', () => {
  expect([word('hardware_refresh'), word('strategic_fit'), word('something_new'), word(null)]).toEqual([
    'Hardware refresh',
    'Strategic fit',
    'Something new',
    '–',
  ]);
});
