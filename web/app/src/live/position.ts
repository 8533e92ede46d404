/** A message of a topic. Every topic sends a heartbeat once a second. */
export interface Frame {
  topic: string;
  epoch: string | number;
  sequence: number;
  beat?: boolean;
  changes?: unknown[];
  state?: unknown;
  /** For lists: the number of rows. */
  total?: number;
}

/** The answer to Watch. */
export interface Snapshot {
  topic: string;
  epoch: string | number;
  sequence: number;
  state?: unknown;
}

export type Verdict =
  /** The next message: apply it. */
  | 'next'
  /** Already applied, or a heartbeat. */
  | 'known'
  /** Messages are missing, or the server started a new epoch. */
  | 'gap';

/**
 * The position in a topic's sequence. Sequences increase by one within an epoch; anything else means a lost message and
 * requires a new snapshot. Heartbeats may have a number of their own or repeat the last one.
 */
export class Position {
  private beatsRepeat = false;

  constructor(
    readonly epoch: string | number,
    public sequence: number,
  ) {}

  take(frame: Frame): Verdict {
    if (frame.epoch !== this.epoch) return 'gap';
    if (frame.sequence <= this.sequence) {
      if (frame.beat && frame.sequence === this.sequence) this.beatsRepeat = true;
      return 'known';
    }
    const bare = frame.beat && !frame.changes?.length && frame.state == null;
    // If heartbeats repeat the last number, a heartbeat with a higher number means that a frame was lost.
    if (frame.sequence > this.sequence + 1 || (bare && this.beatsRepeat)) return 'gap';
    this.sequence = frame.sequence;
    return 'next';
  }
}
