import { signal } from '@preact/signals';
import { Position, type Frame, type Snapshot } from './feed';
import { grace, sameStatus, silence, statusOf, type Status } from './status';

/** The line to the server, as little of it as is needed. */
export interface Wire {
  start(): Promise<void>;
  stop(): Promise<void>;
  invoke(method: 'Watch' | 'Unwatch', topic: string): Promise<unknown>;
  onFrame(take: (frame: Frame) => void): void;
  onClose(closed: () => void): void;
}

export interface Listener {
  /** A fresh state: at first, and again after every gap. What was read before it may have missed changes. */
  snapshot(state: unknown): void;
  frame(frame: Frame): void;
}

interface Feed {
  topic: string;
  listeners: Set<Listener>;
  /** Null until the server has answered Watch. */
  position: Position | null;
  state: unknown;
  asked: number | null;
  /** When to ask again after a refusal. */
  due: number;
  heard: number | null;
  /** Frames that arrived while Watch was under way. */
  early: Frame[];
}

/**
 * Follows topics over one connection. A gap in the sequence, a new epoch or silence brings a fresh snapshot; a lost
 * connection is taken up again, at growing intervals, for as long as the page is open.
 */
export class Live {
  readonly status = signal<Status>({ kind: 'connecting' });
  private readonly feeds = new Map<string, Feed>();
  private readonly began: number;
  private wire: Wire | null = null;
  private connected = false;
  private attempts = 0;
  private retryAt = 0;
  private openedAt = 0;

  constructor(
    private readonly open: () => Promise<Wire>,
    private readonly now: () => number = Date.now,
    private readonly random: () => number = Math.random,
  ) {
    this.began = now();
  }

  /** Listens to a topic until the returned function is called. */
  watch(topic: string, listener: Listener): () => void {
    let feed = this.feeds.get(topic);
    if (!feed) {
      feed = { topic, listeners: new Set(), position: null, state: undefined, asked: null, due: 0, heard: null, early: [] };
      this.feeds.set(topic, feed);
      if (this.connected) void this.ask(feed);
    } else if (feed.position && feed.state !== undefined) {
      listener.snapshot(feed.state);
    }
    feed.listeners.add(listener);
    return () => {
      feed.listeners.delete(listener);
      if (feed.listeners.size || this.feeds.get(topic) !== feed) return;
      this.feeds.delete(topic);
      if (this.connected) void this.wire?.invoke('Unwatch', topic).catch(() => {});
    };
  }

  /** Looks after the connection; to be called every second or so, and when the network or the page comes back. */
  tick(): void {
    const now = this.now();
    if (!this.wire && now >= this.retryAt) void this.connect();
    else if (this.wire && !this.connected && now - this.openedAt > grace) this.drop();
    if (this.connected) {
      for (const feed of this.feeds.values()) {
        if (feed.asked !== null) {
          // Watch itself goes unanswered: the line is dead, whatever it says of itself.
          if (now - feed.asked > silence) return this.drop();
        } else if (feed.position ? now - (feed.heard ?? 0) > silence : now >= feed.due) {
          void this.ask(feed);
        }
      }
    }
    this.tell();
  }

  /** Tries at once, for instance because the network is back. */
  hurry(): void {
    this.retryAt = 0;
    this.tick();
  }

  private async connect(): Promise<void> {
    // Holds the place of the line while it is being opened.
    let wire: Wire = { start: async () => {}, stop: async () => {}, invoke: async () => {}, onFrame() {}, onClose() {} };
    const holder = wire;
    this.wire = holder;
    this.openedAt = this.now();
    try {
      wire = await this.open();
      if (this.wire !== holder) return;
      this.wire = wire;
      wire.onFrame((frame) => this.take(frame));
      wire.onClose(() => this.lost(wire));
      await wire.start();
      if (this.wire !== wire) return;
      this.connected = true;
      this.attempts = 0;
      for (const feed of this.feeds.values()) void this.ask(feed);
    } catch {
      this.lost(wire);
    }
  }

  /** Gives a line up that does not answer. */
  private drop(): void {
    const wire = this.wire!;
    this.lost(wire);
    void wire.stop().catch(() => {});
  }

  private lost(wire: Wire): void {
    if (this.wire !== wire) return;
    this.wire = null;
    this.connected = false;
    for (const feed of this.feeds.values()) {
      feed.position = null;
      feed.asked = null;
      feed.early = [];
    }
    // 0.5, 1, 2, 4 … 15 s, spread so that dashboards do not come back all at once.
    const wait = Math.min(15_000, 500 * 2 ** this.attempts++);
    this.retryAt = this.now() + wait * (0.75 + this.random() / 2);
    this.tell();
  }

  private async ask(feed: Feed): Promise<void> {
    const wire = this.wire;
    if (!wire) return;
    feed.position = null;
    feed.asked = this.now();
    feed.early = [];
    let snapshot: Snapshot;
    try {
      snapshot = (await wire.invoke('Watch', feed.topic)) as Snapshot;
    } catch {
      // Refused, or the line broke: asked again after a while, or on the next line.
      if (this.wire === wire) {
        feed.asked = null;
        feed.due = this.now() + silence;
      }
      return;
    }
    if (this.wire !== wire || this.feeds.get(feed.topic) !== feed || feed.asked === null) return;
    feed.asked = null;
    feed.heard = this.now();
    feed.position = new Position(snapshot.epoch, snapshot.sequence);
    feed.state = snapshot.state ?? null;
    for (const listener of feed.listeners) listener.snapshot(feed.state);
    const early = feed.early;
    feed.early = [];
    for (const frame of early) {
      // A frame of another epoch that came before the snapshot is history.
      if (frame.epoch === snapshot.epoch) this.take(frame);
    }
    this.tell();
  }

  private take(frame: Frame): void {
    const feed = this.feeds.get(frame.topic);
    if (!feed) return;
    if (!feed.position) {
      if (feed.asked !== null) feed.early.push(frame);
      return;
    }
    switch (feed.position.take(frame)) {
      case 'next':
        feed.heard = this.now();
        if (frame.state != null) feed.state = frame.state;
        if (frame.state != null || frame.total != null || frame.changes?.length)
          for (const listener of feed.listeners) listener.frame(frame);
        break;
      case 'known':
        feed.heard = this.now();
        break;
      case 'gap':
        void this.ask(feed);
        break;
    }
    if (this.status.peek().kind !== 'live') this.tell();
  }

  private tell(): void {
    const feeds = [...this.feeds.values()];
    const heard = feeds.map((f) => f.heard);
    const oldest = heard.length && heard.every((h) => h !== null) ? Math.min(...(heard as number[])) : null;
    const status = statusOf(this.connected, oldest, this.began, this.now());
    if (!sameStatus(status, this.status.peek())) this.status.value = status;
  }
}
