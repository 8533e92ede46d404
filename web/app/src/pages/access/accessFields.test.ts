import { expect, test } from 'vitest';
import { accessBody, isComplete } from './AccessFields';

const access = { role: 'territory_manager', territories: ['56100'], knownAs: ' Kim Lee \n\nLee, Kim\n' } as const;

test('names are the lines that are not empty, and may hold commas', () => {
  expect(accessBody({ ...access, territories: [...access.territories] }).knownAs).toEqual(['Kim Lee', 'Lee, Kim']);
});

test('territories are sent for a territory manager only, who needs one', () => {
  expect(accessBody({ ...access, territories: ['56100'] }).territories).toEqual(['56100']);
  expect(accessBody({ ...access, role: 'analyst', territories: ['56100'] }).territories).toEqual([]);
  expect([isComplete({ ...access, territories: [] }), isComplete({ ...access, role: 'analyst', territories: [] })]).toEqual([false, true]);
});
