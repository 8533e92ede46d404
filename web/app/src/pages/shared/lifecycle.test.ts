import { expect, test } from 'vitest';
import { itemOf } from '../../api/fixtures';
import { lifecycleOf, lifecycleText, scaleOf } from './lifecycle';

const item = (fields: Record<string, unknown>) => itemOf({ fields });

test('a warranty replaces unknown support, and invalid dates are ignored', () => {
  expect(lifecycleOf(item({ warrantyStart: '2020-01-01', supportEnd: '2023-05-06', endOfLife: 'soon', endOfService: null }))).toEqual({
    installed: null,
    supportStart: '2020-01-01',
    supportEnd: '2023-05-06',
    endOfLife: null,
    endOfService: null,
  });
});

test('all items share a scale that contains today and clips distant dates', () => {
  const scale = scaleOf(
    [lifecycleOf(item({ supportStart: '1999-01-01', endOfLife: '2020-01-01', supportEnd: '9999-12-31' }))],
    '2026-11-21',
  );
  expect(scale.at('1999-01-01')).toBe(0);
  expect(scale.at('9999-12-31')).toBe(100);
  expect(scale.at('2026-11-21')).toBeGreaterThan(80);
  expect(scale.years[0]!.year).toBe(2013);
  expect(scale.years.length).toBeLessThanOrEqual(8);
});

test('without any date today is in the middle', () => {
  const scale = scaleOf([], '2026-11-21');
  expect(scale.at('2026-11-21')).toBeCloseTo(50, 0);
});

test('the line has a text alternative', () => {
  expect(
    lifecycleText(lifecycleOf(item({ supportStart: '2025-03-05', supportEnd: '2028-03-05', endOfLife: '2020-10-06' })), '2026-11-21'),
  ).toBe('support began 5 Mar 2025, support ends 5 Mar 2028, end of life was 6 Oct 2020');
  expect(lifecycleText(lifecycleOf(item({ supportEnd: '9999-12-31' })), '2026-11-21')).toBe('support ends never');
  expect(lifecycleText(lifecycleOf(item({})), '2026-11-21')).toBe('no dates are known');
});
