import { expect, test } from 'vitest';
import type { Person } from '../../api/types';
import { peopleFor } from './people';

const of = (displayName: string, name = displayName.toLowerCase()): Person => ({ id: name, name, displayName, role: 'sales_executive' });
const people = [of('Ada'), of('Kim'), of('Robin Adams', 'rob@example.com')];
const found = (text: string) => peopleFor(people, 'Kim', text).map((p) => p.displayName);

test('the user comes first', () => expect(found('')).toEqual(['Kim', 'Ada', 'Robin Adams']));

test('a name that begins with the text comes before one that holds it, and sign-in names count', () => {
  expect(found('ada')).toEqual(['Ada', 'Robin Adams']);
  expect(found('rob@')).toEqual(['Robin Adams']);
  expect(found('nobody')).toEqual([]);
});
