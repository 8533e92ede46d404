import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type * as Run from './sendCommands';

interface Call {
  path: string;
  body: Record<string, unknown>;
  headers: Record<string, string>;
}

let calls: Call[];
let answer: (call: Call) => { status: number; body: unknown };
let run: typeof Run.sendCommands;
let undo: typeof Run.sendUndo;

beforeEach(async () => {
  calls = [];
  vi.resetModules();
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    const call = { path, body: JSON.parse(String(init.body)) as Record<string, unknown>, headers: init.headers as Record<string, string> };
    calls.push(call);
    const { status, body } = answer(call);
    return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
  });
  ({ sendCommands: run, sendUndo: undo } = await import('./sendCommands'));
});
afterEach(() => vi.unstubAllGlobals());

const leads = [
  { id: 'hpe:A:renewal', version: 3 },
  { id: 'hpe:B:renewal', version: 0 },
];

test('many leads are sent in one request, each with its version', async () => {
  answer = ({ body }) => ({
    status: 200,
    body: {
      items: (body['commands'] as { id: string }[]).map(({ id }, i) =>
        i
          ? { id, ok: false, status: 412, problem: { title: 'Changed', detail: 'It saw version 0.' } }
          : { id, ok: true, status: 200, lead: { id } },
      ),
    },
  });
  const outcomes = await run(leads, { status: 'contacted' }, 'Kim', 'k');
  expect(calls).toHaveLength(1);
  expect(calls[0]!.path).toBe('/api/v1/leads/commands');
  expect(calls[0]!.body).toEqual({
    by: 'Kim',
    commands: [
      { id: 'hpe:A:renewal', version: 3, status: 'contacted' },
      { id: 'hpe:B:renewal', version: 0, status: 'contacted' },
    ],
  });
  expect(calls[0]!.headers['idempotency-key']).toBe('k-0');
  expect(outcomes.map((o) => [o.id, o.lead?.id ?? null, o.problem?.status ?? null])).toEqual([
    ['hpe:A:renewal', 'hpe:A:renewal', null],
    ['hpe:B:renewal', null, 412],
  ]);
});

test('an older server gets commands one by one and no further batches', async () => {
  answer = ({ path }) =>
    path.endsWith('/commands') ? { status: 405, body: {} } : { status: path.includes(':B:') ? 412 : 200, body: { id: 'x' } };
  const outcomes = await run(leads, { assignee: null }, undefined, 'k');
  expect(outcomes.map((o) => o.problem?.status ?? 200)).toEqual([200, 412]);
  expect(calls.slice(1).map((c) => [c.path, c.headers['if-match'], c.body])).toEqual([
    ['/api/v1/leads/hpe:A:renewal/assignment', '"3"', { assignee: null }],
    ['/api/v1/leads/hpe:B:renewal/assignment', '"0"', { assignee: null }],
  ]);
  await run(leads, { note: 'x' }, undefined, 'm');
  expect(calls.filter((c) => c.path.endsWith('/commands'))).toHaveLength(1);
});

test('without an answer no command counts as done', async () => {
  answer = () => ({ status: 503, body: { title: 'Starting' } });
  const outcomes = await run(leads, { status: 'qualified' }, undefined, 'k');
  expect(outcomes.every((o) => o.problem?.isTransient)).toBe(true);
});

test('one command is undone by its own address, many in one request', async () => {
  answer = ({ path, body }) => ({
    status: 200,
    body: path.endsWith('/commands')
      ? { items: (body['commands'] as { id: string }[]).map(({ id }) => ({ id, ok: true, status: 200, lead: { id } })) }
      : { id: 'x' },
  });
  await undo(leads.slice(0, 1), 'Kim', 'u');
  await undo(leads, 'Kim', 'u');
  expect(calls.map((c) => c.path)).toEqual(['/api/v1/leads/hpe:A:renewal/undo', '/api/v1/leads/commands']);
  expect(calls[0]!.headers['if-match']).toBe('"3"');
  expect(calls[1]!.body['commands']).toEqual([
    { id: 'hpe:A:renewal', version: 3, undo: true },
    { id: 'hpe:B:renewal', version: 0, undo: true },
  ]);
});

test('large selections are sent in several batches', async () => {
  answer = ({ body }) => ({
    status: 200,
    body: { items: (body['commands'] as { id: string }[]).map(({ id }) => ({ id, ok: true, status: 200, lead: null })) },
  });
  const many = Array.from({ length: 1_100 }, (_, i) => ({ id: `hpe:${i}:renewal`, version: 0 }));
  const outcomes = await run(many, { status: 'contacted' }, undefined, 'k');
  expect([calls.length, outcomes.length, outcomes.at(-1)!.id]).toEqual([3, 1_100, 'hpe:1099:renewal']);
  expect(new Set(calls.map((c) => c.headers['idempotency-key'])).size).toBe(3);
});
