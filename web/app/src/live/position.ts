/** A message of a topic. Every topic beats once a second, with or without news. */
export interface Frame {
  topic: string;
  epoch: string | number;
  sequence: number;
  beat?: boolean;
  changes?: unknown[];
  state?: unknown;
  /** Of a list: how many rows it has now. */
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
  /** The next one: take its content. */
  | 'next'
  /** Already known, or a mere sign of life. */
  | 'known'
  /** Something is missing between the last frame and this one, or everything began anew. */
  | 'gap';

/**
 * Where a reader stands in a topic. Sequences count up by one within an epoch; anything else means a lost change and
 * asks for a fresh snapshot. Beats may take a number of their own or repeat the last one.
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
    // Where beats repeat the last number, one that is ahead of us tells of a frame that never came.
    if (frame.sequence > this.sequence + 1 || (bare && this.beatsRepeat)) return 'gap';
    this.sequence = frame.sequence;
    return 'next';
  }
}
