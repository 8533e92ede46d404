import { expect, test } from 'vitest';
import { keyText, keyPart } from './keys';

test('a key becomes readable', () => {
  expect(keyText('name:56114:OSTLUND~20ANALYTICS~20CORP.')).toBe('OSTLUND ANALYTICS CORP., territory 56114');
  expect(keyText('name:56156:~E9~9D~92')).toBe('青, territory 56156');
  expect(keyText('territory:56135')).toBe('Territory 56135');
  expect(keyText('customer:110100037')).toBe('Customer 110100037');
  expect(keyText('name:1:50%~zz')).toBe('50%~zz, territory 1');
});

test('a part of a key is escaped as the server escapes it', () => {
  expect([keyPart('APPLE INC.'), keyPart('青'), keyPart('a_b-c')]).toEqual(['APPLE~20INC.', '~E9~9D~92', 'a_b-c']);
});
