import { beforeEach, expect, test } from 'vitest';
import type { Frame, Snapshot } from './position';
import { LiveClient, type HubTransport } from './client';

/** A connection whose server side is the test. */
class Line implements HubTransport {
  calls: string[] = [];
  answer: (topic: string) => Promise<Snapshot> = async (topic) => ({ topic, epoch: 'a', sequence: 10, state: { at: 10 } });
  frame: (frame: Frame) => void = () => {};
  close: () => void = () => {};
  stopped = false;
  starts: () => Promise<void> = async () => {};
  start = () => this.starts();
  stop = async () => {
    this.stopped = true;
  };
  invoke(method: 'Watch' | 'Unwatch', topic: string): Promise<unknown> {
    this.calls.push(`${method} ${topic}`);
    return method === 'Watch' ? this.answer(topic) : Promise.resolve();
  }
  onFrame(take: (frame: Frame) => void) {
    this.frame = take;
  }
  onClose(closed: () => void) {
    this.close = closed;
  }
}

let lines: Line[];
let prepare: (line: Line) => void;
let now: number;
let live: LiveClient;
let received: string[];

const settle = () => new Promise((done) => setTimeout(done, 0));
const frame = (sequence: number, more: Partial<Frame> = {}): Frame => ({
  topic: 'leads',
  epoch: 'a',
  sequence,
  changes: [{ id: `row ${sequence}` }],
  ...more,
});
const pass = async (ms: number) => {
  now += ms;
  live.tick();
  await settle();
};

beforeEach(async () => {
  [lines, received, now, prepare] = [[], [], 1_000_000, () => {}];
  const open = async () => {
    const line = new Line();
    prepare(line);
    lines.push(line);
    return line;
  };
  live = new LiveClient(
    open,
    () => now,
    () => 0.5,
  );
  live.watch('leads', {
    snapshot: (state) => received.push(`snapshot ${JSON.stringify(state)}`),
    frame: (f) => received.push(`frame ${f.sequence}`),
  });
  live.tick();
  await settle();
});

test('a watched topic delivers its snapshot, then its frames', () => {
  lines[0]!.frame(frame(11));
  lines[0]!.frame(frame(12));
  expect(received).toEqual(['snapshot {"at":10}', 'frame 11', 'frame 12']);
  expect(live.status.value).toEqual({ kind: 'live' });
});

test('a plain heartbeat does not reach the listener', () => {
  lines[0]!.frame({ topic: 'leads', epoch: 'a', sequence: 11, beat: true });
  expect(received).toHaveLength(1);
});

test('a gap requests a new snapshot', async () => {
  lines[0]!.answer = async (topic) => ({ topic, epoch: 'a', sequence: 13, state: { at: 13 } });
  lines[0]!.frame(frame(13));
  await settle();
  lines[0]!.frame(frame(14));
  expect(received).toEqual(['snapshot {"at":10}', 'snapshot {"at":13}', 'frame 14']);
});

test('frames that arrive before the answer to Watch are applied after it unless it contains them', async () => {
  let answer!: (snapshot: Snapshot) => void;
  lines[0]!.answer = () => new Promise((done) => (answer = done));
  lines[0]!.frame(frame(20));
  lines[0]!.frame(frame(21));
  lines[0]!.frame(frame(22));
  lines[0]!.frame(frame(1, { epoch: 'old' }));
  answer({ topic: 'leads', epoch: 'a', sequence: 21, state: { at: 21 } });
  await settle();
  expect(received).toEqual(['snapshot {"at":10}', 'snapshot {"at":21}', 'frame 22']);
});

test('silence requests a snapshot; a connection that does not answer is replaced', async () => {
  lines[0]!.answer = () => new Promise(() => {});
  await pass(3_001);
  expect(lines[0]!.calls).toEqual(['Watch leads', 'Watch leads']);
  expect(live.status.value.kind).toBe('reconnecting');
  await pass(3_001);
  expect(lines[0]!.stopped).toBe(true);
  await pass(600);
  expect(lines).toHaveLength(2);
  expect(received).toEqual(['snapshot {"at":10}', 'snapshot {"at":10}']);
  expect(live.status.value).toEqual({ kind: 'live' });
});

test('frames of a replaced connection are ignored', async () => {
  const [first] = lines;
  first!.close();
  await pass(600);
  first!.close();
  expect(lines).toHaveLength(2);
  expect(live.status.value).toEqual({ kind: 'live' });
});

test('a lost connection is stale ten seconds after the last message and is retried with growing delays', async () => {
  const heard = now;
  prepare = (line) => (line.starts = () => Promise.reject(new Error('refused')));
  lines[0]!.close();
  for (let second = 0; second < 60; second++) await pass(1_000);
  expect(live.status.value).toEqual({ kind: 'stale', since: heard });
  expect(lines.length).toBeGreaterThan(4);
  expect(lines.length).toBeLessThan(12);
  prepare = () => {};
  live.reconnectNow();
  await settle();
  expect(live.status.value).toEqual({ kind: 'live' });
  expect(received).toEqual(['snapshot {"at":10}', 'snapshot {"at":10}']);
});

test('a refused Watch is retried', async () => {
  lines[0]!.answer = () => Promise.reject(new Error('no such topic'));
  lines[0]!.frame(frame(99));
  await settle();
  await pass(1_000);
  expect(lines[0]!.calls).toHaveLength(2);
  await pass(2_000);
  expect(lines[0]!.calls).toHaveLength(3);
});

test('the last listener to leave unwatches the topic, a new one gets the state', async () => {
  const states: unknown[] = [];
  const listener = () => ({ snapshot: (s: unknown) => void states.push(s), frame: () => {} });
  const leave = live.watch('territory:56088', listener());
  await settle();
  const leaveToo = live.watch('territory:56088', listener());
  expect(states).toEqual([{ at: 10 }, { at: 10 }]);
  leave();
  expect(lines[0]!.calls).toEqual(['Watch leads', 'Watch territory:56088']);
  leaveToo();
  expect(lines[0]!.calls.at(-1)).toBe('Unwatch territory:56088');
});

test('a refused topic is retried less and less often and does not make the others stale', async () => {
  const calls = () => lines[0]!.calls.filter((c) => c.includes('item:hpe:1')).length;
  const answer = lines[0]!.answer;
  lines[0]!.answer = (topic) => (topic === 'item:hpe:1' ? Promise.reject(new Error('no such topic')) : answer(topic));
  live.watch('item:hpe:1', { snapshot: () => {}, frame: () => {} });
  for (let second = 0; second < 60; second++) {
    await pass(1_000);
    lines[0]!.frame({ ...frame(10), beat: true });
  }
  expect(live.status.value).toEqual({ kind: 'live' });
  expect(calls()).toBeGreaterThan(2);
  expect(calls()).toBeLessThan(7);
});
