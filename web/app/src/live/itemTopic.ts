import type { Item } from '../api/types';
import type { Frame } from './position';

export const itemTopic = (id: string): string => `item:${id}`;

/**
 * The item that a snapshot or a frame of the topic `item:{id}` carries: complete each time. Null: the item is gone.
 * Undefined: the message carries none, a heartbeat for instance.
 */
export function itemIn(message: Pick<Frame, 'state' | 'changes'>): Item | null | undefined {
  if (message.state !== undefined) return unwrap(message.state);
  const latest = message.changes?.at(-1);
  return latest === undefined ? undefined : unwrap(latest);
}

/** The topic's state is the item itself or, as in the topic of a lead, an object that holds it. */
function unwrap(value: unknown): Item | null {
  if (value === null || typeof value !== 'object') return null;
  return 'item' in value ? (value.item as Item | null) : (value as Item);
}
