import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { leadOf } from '../../api/fixtures';
import { toasts } from '../../state/toasts';
import { clearUndo, nextUndo, undoLatest } from '../../state/undo';

vi.mock('./sendCommands', () => ({ sendCommands: vi.fn<() => void>(), sendUndo: vi.fn<() => void>() }));
const { sendCommands, sendUndo } = await import('./sendCommands');
const { executeCommand } = await import('./executeCommand');

const send = vi.mocked(sendCommands);
const undo = vi.mocked(sendUndo);
const done = (id: string, version: number) => ({ id, lead: leadOf({ id, version }), problem: null });

beforeEach(() => {
  clearUndo();
  toasts.value = [];
});
afterEach(() => vi.resetAllMocks());

test('a second click sends nothing while the first command is under way', async () => {
  let answer!: (outcomes: Awaited<ReturnType<typeof sendCommands>>) => void;
  send.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
  const first = executeCommand([{ id: 'a', version: 0 }], { status: 'contacted' });
  const second = await executeCommand([{ id: 'a', version: 0 }], { status: 'qualified' });
  answer([done('a', 1)]);
  expect([second, (await first).length, send.mock.calls.length]).toEqual([[], 1, 1]);
});

test('two steps on one lead are undone one after the other, each by the version that it led to', async () => {
  send.mockResolvedValueOnce([done('a', 1)]).mockResolvedValueOnce([done('a', 2)]);
  await executeCommand([{ id: 'a', version: 0 }], { status: 'contacted' });
  await executeCommand([{ id: 'a', version: 1 }], { status: 'qualified' });
  undo.mockResolvedValueOnce([done('a', 3)]).mockResolvedValueOnce([done('a', 4)]);
  undoLatest();
  await vi.waitFor(() => expect(toasts.value.at(-1)?.action?.name).toBe('Undo “contacted” too'));
  undoLatest();
  await vi.waitFor(() => expect(undo.mock.calls.map(([leads]) => leads)).toEqual([[{ id: 'a', version: 2 }], [{ id: 'a', version: 3 }]]));
  expect(nextUndo()).toBeNull();
});

test('a note between two steps does not break the undo of the first', async () => {
  send.mockResolvedValueOnce([done('a', 1)]).mockResolvedValueOnce([done('a', 2)]);
  await executeCommand([{ id: 'a', version: 0 }], { status: 'contacted' });
  await executeCommand([{ id: 'a', version: 1 }], { note: 'Called' });
  undo.mockResolvedValueOnce([done('a', 3)]);
  undoLatest();
  await vi.waitFor(() => expect(undo.mock.calls[0]?.[0]).toEqual([{ id: 'a', version: 2 }]));
});
