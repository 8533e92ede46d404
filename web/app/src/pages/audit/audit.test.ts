import { describe, expect, it } from 'vitest';
import { actionName, authorName, differences, objectName } from './audit';

describe('the audit in words', () => {
  it('shows fields with their values before and after, also if there was none', () => {
    expect(differences({ before: { role: 'analyst' }, after: { role: 'administrator', territories: ['1'] } })).toEqual([
      { name: 'Role', before: 'analyst', after: 'administrator' },
      { name: 'Territories', before: null, after: '["1"]' },
    ]);
    expect(differences({ before: {}, after: {} })).toEqual([]);
  });

  it('names who did what to what', () => {
    expect(actionName('user_changed')).toBe('User changed');
    expect(actionName('not_known_yet')).toBe('Not known yet');
    expect(authorName({ author: { kind: 'anybody', id: 'anybody', name: null, address: '10.0.0.1' } })).toBe('Not signed in');
    expect(authorName({ author: { kind: 'person', id: 'u1', name: 'Ada', address: null } })).toBe('Ada');
    expect(objectName({ object: 'dead_letter', id: '7', name: null })).toBe('Dead letter 7');
    expect(objectName({ object: 'journal', id: '', name: null })).toBe('Journal');
  });
});
