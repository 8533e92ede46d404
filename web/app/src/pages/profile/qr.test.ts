import { expect, test } from 'vitest';
import { qrPath } from './qr';

test('a code has its three finder patterns inside the quiet zone', () => {
  // Version 1 has 21 modules; the quiet zone adds 4 on each side.
  const { path, side } = qrPath('A');
  expect(side).toBe(29);
  for (const corner of ['M4 4h1', 'M24 4h1', 'M4 24h1']) expect(path).toContain(corner);
  expect(path).not.toMatch(/M[0-3] |M\d+ [0-3]h/);
});

test('an address of an authenticator app fits', () => {
  const uri = `otpauth://totp/OneLead:${'k'.repeat(60)}%40example.com?secret=${'A'.repeat(32)}&issuer=OneLead&digits=6`;
  expect(qrPath(uri).side).toBeGreaterThan(40);
});
