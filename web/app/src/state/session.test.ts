import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { sessionOf, sessionUserOf } from '../api/fixtures';
import type { Session } from '../api/types';

const kim = sessionOf({ user: sessionUserOf(), antiforgery: 'token 1' });
const nobody = sessionOf();
const problem = (status: number, kind: string) => ({ status, body: { type: `https://onelead.dev/problems/${kind}`, title: kind } });

/** What the server answers next, by path; what it was sent. */
let answers: Record<string, { status?: number; body: unknown }[]>;
let sent: { path: string; token: string | undefined }[];
/** What an answer about the password waits for. */
let held: Promise<void> = Promise.resolve();
const reload = vi.fn<() => void>();

vi.stubGlobal('location', { reload, assign: vi.fn<() => void>() });
vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
  sent.push({ path, token: (init.headers as Record<string, string>)['x-onelead-antiforgery'] });
  if (path.endsWith('/password')) await held;
  const next = answers[path]!.length > 1 ? answers[path]!.shift()! : answers[path]![0]!;
  return new Response(JSON.stringify(next.body), { status: next.status ?? 200 });
});

const load = async () => {
  vi.resetModules();
  return { http: await import('../api/http'), ...(await import('./session')), me: await import('./me') };
};
const answer = (session: Session) => ({ '/api/v1/session': [{ body: session }] });

const asked = () => sent.filter((s) => s.path === '/api/v1/session').length;

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  held = Promise.resolve();
  reload.mockReset();
});

afterEach(() => vi.useRealTimers());

test('without users everybody may do everything, and requests carry no token', async () => {
  answers = { ...answer(sessionOf({ hasUsers: false })), '/x': [{ body: 1 }] };
  const { loadSession, isOpen, may, http } = await load();
  expect(isOpen.value).toBe(false);
  await loadSession();
  await http.post('/x', {});
  expect([isOpen.value, may('manage_users'), sent.at(-1)!.token]).toEqual([true, true, undefined]);
});

test('a person may do what their role allows, and their name is not asked for', async () => {
  answers = answer(kim);
  const { loadSession, may, me } = await load();
  await loadSession();
  expect([may('work_leads'), may('operate'), me.me.value, me.statedName()]).toEqual([true, false, 'Kim', undefined]);
});

test('unsafe requests prove where they come from, safe ones need not', async () => {
  answers = { ...answer(kim), '/x': [{ body: 1 }] };
  const { loadSession, http } = await load();
  await loadSession();
  await http.request('/x');
  await http.post('/x', {});
  expect(sent.slice(1).map((s) => s.token)).toEqual([undefined, 'token 1']);
});

test('a refused token is renewed, and the request repeated once', async () => {
  answers = {
    '/api/v1/session': [{ body: kim }, { body: { ...kim, antiforgery: 'token 2' } }],
    '/x': [problem(403, 'foreign-origin'), { body: 'done' }],
    '/y': [problem(403, 'foreign-origin')],
  };
  const { loadSession, http } = await load();
  await loadSession();
  expect(await http.post('/x', {})).toBe('done');
  expect(sent.filter((s) => s.path === '/x').map((s) => s.token)).toEqual(['token 1', 'token 2']);
  await expect(http.post('/y', {})).rejects.toMatchObject({ kind: 'foreign-origin' });
  expect(sent.filter((s) => s.path === '/y')).toHaveLength(2);
});

test('nothing is repeated for another person, who has signed in in another tab', async () => {
  answers = {
    '/api/v1/session': [{ body: kim }, { body: sessionOf({ user: sessionUserOf({ id: 'u2' }), antiforgery: 'theirs' }) }],
    '/x': [problem(403, 'foreign-origin'), { body: 'done' }],
  };
  const { loadSession, http } = await load();
  await loadSession();
  await expect(http.post('/x', {})).rejects.toMatchObject({ kind: 'foreign-origin' });
  expect([sent.filter((s) => s.path === '/x').length, reload.mock.calls.length]).toEqual([1, 1]);
});

test('when the session has ended, requests wait for the same person', async () => {
  answers = { '/api/v1/session': [{ body: kim }, { body: nobody }], '/x': [problem(401, 'sign-in-required'), { body: 'done' }] };
  const { loadSession, http, enter, endedBecause, isOpen, user } = await load();
  await loadSession();
  const waits = http.request('/x');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(endedBecause.value).toContain('session has ended');
  // The page behind the sign-in keeps its person.
  expect([isOpen.value, user.value?.id]).toEqual([false, 'u1']);
  enter({ ...kim, antiforgery: 'token 2' });
  expect([(await waits).body, isOpen.value, endedBecause.value]).toEqual(['done', true, null]);
});

test('sign-in is not shown if the session was replaced, and several refusals ask once', async () => {
  const refused = [problem(401, 'sign-in-required'), { body: 'done' }];
  answers = { '/api/v1/session': [{ body: kim }, { body: { ...kim, antiforgery: 'token 2' } }], '/x': [...refused], '/y': [...refused] };
  const { loadSession, http, endedBecause } = await load();
  await loadSession();
  const waits = Promise.all([http.request('/x'), http.post('/y', {})]);
  await vi.advanceTimersByTimeAsync(900);
  expect([endedBecause.value, asked()]).toEqual([null, 1]);
  await vi.advanceTimersByTimeAsync(100);
  await waits;
  expect([endedBecause.value, asked(), sent.at(-1)!.token]).toEqual([null, 2, 'token 2']);
});

test('a lost connection does not show sign-in either before the server was asked again', async () => {
  answers = { '/api/v1/session': [{ body: kim }, { body: nobody }, { body: kim }] };
  const { loadSession, checkSession, endedBecause } = await load();
  await loadSession();
  const checked = checkSession();
  await vi.advanceTimersByTimeAsync(1_000);
  expect([await checked, endedBecause.value, asked()]).toEqual([true, null, 3]);
});

test('while a request that replaces the session is under way, the end of the former one shows nothing', async () => {
  answers = {
    '/api/v1/session': [{ body: kim }, { body: nobody }, { body: { ...kim, antiforgery: 'token 2' } }],
    '/x': [problem(401, 'sign-in-required'), { body: 'done' }],
  };
  const { loadSession, http, checkSession, endedBecause } = await load();
  await loadSession();
  let done = () => {};
  held = new Promise<void>((resolve) => (done = resolve));
  answers['/api/v1/session/password'] = [{ body: { ...kim, antiforgery: 'token 2' } }];
  const changed = http.post('/api/v1/session/password', {});
  const [checked, waits] = [checkSession(), http.request('/x')];
  await vi.advanceTimersByTimeAsync(5_000);
  expect([endedBecause.value, asked()]).toEqual([null, 2]);
  done();
  await changed;
  await vi.advanceTimersByTimeAsync(1_000);
  expect([await checked, (await waits).body, endedBecause.value]).toEqual([true, 'done', null]);
});

test('a change of the password that is refused because the session has ended does not hold sign-in back', async () => {
  answers = {
    '/api/v1/session': [{ body: kim }, { body: nobody }],
    '/api/v1/session/password': [problem(401, 'sign-in-required')],
  };
  const { loadSession, http, endedBecause } = await load();
  await loadSession();
  void http.post('/api/v1/session/password', {});
  await vi.advanceTimersByTimeAsync(1_000);
  expect(endedBecause.value).toContain('session has ended');
});

test('sign-in is shown if the server does not answer', async () => {
  answers = { '/api/v1/session': [{ body: kim }, problem(503, 'unavailable')], '/x': [problem(401, 'sign-in-required')] };
  const { loadSession, http, endedBecause } = await load();
  await loadSession();
  void http.request('/x');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(endedBecause.value).toContain('session has ended');
});

test('a required second factor is known after the first refusal, and nothing is sent until there is one', async () => {
  answers = {
    '/api/v1/session': [{ body: kim }, { body: { ...kim, user: sessionUserOf({ mustAddSecondFactor: true, permissions: [] }) } }],
    '/x': [problem(403, 'second-factor-required')],
  };
  const { loadSession, http, isOpen, user } = await load();
  await loadSession();
  await expect(http.request('/x')).rejects.toMatchObject({ kind: 'second-factor-required' });
  expect([user.value?.mustAddSecondFactor, isOpen.value]).toEqual([true, false]);
});

test('the page is loaded again for another person', async () => {
  answers = answer(kim);
  const { loadSession, enter, user } = await load();
  await loadSession();
  enter(sessionOf({ user: sessionUserOf({ id: 'u2' }) }));
  expect([reload.mock.calls.length, user.value?.id]).toEqual([1, 'u1']);
});

test('a wrong password is no ended session', async () => {
  answers = { '/api/v1/session': [{ body: nobody }, problem(401, 'sign-in-refused')] };
  const { loadSession, http, endedBecause } = await load();
  await loadSession();
  await expect(http.post('/api/v1/session', {})).rejects.toMatchObject({ status: 401, kind: 'sign-in-refused' });
  expect(endedBecause.value).toBeNull();
});

test('the first user ends the time without users', async () => {
  answers = { '/api/v1/session': [{ body: sessionOf({ hasUsers: false }) }, { body: nobody }] };
  const { loadSession, checkSession, endedBecause, isOpen } = await load();
  await loadSession();
  const checked = checkSession();
  await vi.advanceTimersByTimeAsync(1_000);
  await checked;
  expect([isOpen.value, endedBecause.value]).toEqual([false, 'OneLead has users now. Sign in to go on.']);
});
