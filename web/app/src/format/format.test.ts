import { expect, test } from 'vitest';
import { count, counted, day, daysText, fromDay, moment, money, moneyRange, plain, score, signed, timeBetween, withDays } from './format';
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

test('long times are said in years and months', () => {
  const from = (d: string) => fromDay(d, '2025-10-29');
  expect([from('2015-02-27'), from('2015-02-28'), from('2024-10-29'), from('2025-08-31'), from('2025-08-29'), from('2026-11-30')]).toEqual([
    '10 years 8 months ago',
    '10 years 8 months ago',
    '1 year ago',
    '59 days ago',
    '2 months ago',
    'in 1 year 1 month',
  ]);
  expect([timeBetween('2015-02-27', '2025-10-29'), daysText(3_897, '2025-10-29'), daysText(12, '2025-10-29')]).toEqual([
    '10 years 8 months',
    '10 years 8 months',
    '12 days',
  ]);
  // 61 days that are not two full months.
  expect(timeBetween('2025-07-31', '2025-09-30')).toBe('1 month');
});

test('dates in texts of the server have the form of all dates', () => {
  expect(withDays('Ended 2019-02-27, serial 2019-02-27X')).toBe('Ended 27 Feb 2019, serial 2019-02-27X');
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
