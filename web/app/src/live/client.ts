import { signal } from '@preact/signals';
import { Position, type Frame, type Snapshot } from './position';
import { gracePeriodMs, sameStatus, silenceTimeoutMs, statusOf, type Status } from './status';

/** The line to the server, as little of it as is needed. */
export interface HubTransport {
  start(): Promise<void>;
  stop(): Promise<void>;
  invoke(method: 'Watch' | 'Unwatch', topic: string): Promise<unknown>;
  onFrame(receive: (frame: Frame) => void): void;
  onClose(closed: () => void): void;
}

export interface Listener {
  /** A fresh state: at first, and again after every gap. What was read before it may have missed changes. */
  snapshot(state: unknown): void;
  frame(frame: Frame): void;
}

interface Subscription {
  topic: string;
  listeners: Set<Listener>;
  /** Null until the server has answered Watch. */
  position: Position | null;
  state: unknown;
  askedAt: number | null;
  /** When to ask again after a refusal. */
  retryAt: number;
  heardAt: number | null;
  /** Frames that arrived while Watch was under way. */
  earlyFrames: Frame[];
}

/**
 * Follows topics over one connection. A gap in the sequence, a new epoch or silence brings a fresh snapshot; a lost
 * connection is taken up again, at growing intervals, for as long as the page is open.
 */
export class LiveClient {
  readonly status = signal<Status>({ kind: 'connecting' });
  private readonly subscriptions = new Map<string, Subscription>();
  private readonly startedAt: number;
  private transport: HubTransport | null = null;
  private connected = false;
  private attempts = 0;
  private retryAt = 0;
  private openedAt = 0;

  constructor(
    private readonly open: () => Promise<HubTransport>,
    private readonly now: () => number = Date.now,
    private readonly random: () => number = Math.random,
  ) {
    this.startedAt = now();
  }

  /** Listens to a topic until the returned function is called. */
  watch(topic: string, listener: Listener): () => void {
    let feed = this.subscriptions.get(topic);
    if (!feed) {
      feed = { topic, listeners: new Set(), position: null, state: undefined, askedAt: null, retryAt: 0, heardAt: null, earlyFrames: [] };
      this.subscriptions.set(topic, feed);
      if (this.connected) void this.requestSnapshot(feed);
    } else if (feed.position && feed.state !== undefined) {
      listener.snapshot(feed.state);
    }
    feed.listeners.add(listener);
    return () => {
      feed.listeners.delete(listener);
      if (feed.listeners.size || this.subscriptions.get(topic) !== feed) return;
      this.subscriptions.delete(topic);
      if (this.connected) void this.transport?.invoke('Unwatch', topic).catch(() => {});
    };
  }

  /** Looks after the connection; to be called every second or so, and when the network or the page comes back. */
  tick(): void {
    const now = this.now();
    if (!this.transport && now >= this.retryAt) void this.connect();
    else if (this.transport && !this.connected && now - this.openedAt > gracePeriodMs) this.disconnect();
    if (this.connected) {
      for (const feed of this.subscriptions.values()) {
        if (feed.askedAt !== null) {
          // Watch itself goes unanswered: the line is dead, whatever it says of itself.
          if (now - feed.askedAt > silenceTimeoutMs) return this.disconnect();
        } else if (feed.position ? now - (feed.heardAt ?? 0) > silenceTimeoutMs : now >= feed.retryAt) {
          void this.requestSnapshot(feed);
        }
      }
    }
    this.updateStatus();
  }

  /** Tries at once, for instance because the network is back. */
  reconnectNow(): void {
    this.retryAt = 0;
    this.tick();
  }

  private async connect(): Promise<void> {
    // Holds the place of the line while it is being opened.
    let wire: HubTransport = { start: async () => {}, stop: async () => {}, invoke: async () => {}, onFrame() {}, onClose() {} };
    const holder = wire;
    this.transport = holder;
    this.openedAt = this.now();
    try {
      wire = await this.open();
      if (this.transport !== holder) return;
      this.transport = wire;
      wire.onFrame((frame) => this.take(frame));
      wire.onClose(() => this.onLost(wire));
      await wire.start();
      if (this.transport !== wire) return;
      this.connected = true;
      this.attempts = 0;
      for (const feed of this.subscriptions.values()) void this.requestSnapshot(feed);
    } catch {
      this.onLost(wire);
    }
  }

  /** Gives a line up that does not answer. */
  private disconnect(): void {
    const wire = this.transport!;
    this.onLost(wire);
    void wire.stop().catch(() => {});
  }

  private onLost(wire: HubTransport): void {
    if (this.transport !== wire) return;
    this.transport = null;
    this.connected = false;
    for (const feed of this.subscriptions.values()) {
      feed.position = null;
      feed.askedAt = null;
      feed.earlyFrames = [];
    }
    // 0.5, 1, 2, 4 … 15 s, spread so that dashboards do not come back all at once.
    const wait = Math.min(15_000, 500 * 2 ** this.attempts++);
    this.retryAt = this.now() + wait * (0.75 + this.random() / 2);
    this.updateStatus();
  }

  private async requestSnapshot(feed: Subscription): Promise<void> {
    const wire = this.transport;
    if (!wire) return;
    feed.position = null;
    feed.askedAt = this.now();
    feed.earlyFrames = [];
    let snapshot: Snapshot;
    try {
      snapshot = (await wire.invoke('Watch', feed.topic)) as Snapshot;
    } catch {
      // Refused, or the line broke: asked again after a while, or on the next line.
      if (this.transport === wire) {
        feed.askedAt = null;
        feed.retryAt = this.now() + silenceTimeoutMs;
      }
      return;
    }
    if (this.transport !== wire || this.subscriptions.get(feed.topic) !== feed || feed.askedAt === null) return;
    feed.askedAt = null;
    feed.heardAt = this.now();
    feed.position = new Position(snapshot.epoch, snapshot.sequence);
    feed.state = snapshot.state ?? null;
    for (const listener of feed.listeners) listener.snapshot(feed.state);
    const early = feed.earlyFrames;
    feed.earlyFrames = [];
    for (const frame of early) {
      // A frame of another epoch that came before the snapshot is history.
      if (frame.epoch === snapshot.epoch) this.take(frame);
    }
    this.updateStatus();
  }

  private take(frame: Frame): void {
    const feed = this.subscriptions.get(frame.topic);
    if (!feed) return;
    if (!feed.position) {
      if (feed.askedAt !== null) feed.earlyFrames.push(frame);
      return;
    }
    switch (feed.position.take(frame)) {
      case 'next':
        feed.heardAt = this.now();
        if (frame.state != null) feed.state = frame.state;
        if (frame.state != null || frame.total != null || frame.changes?.length)
          for (const listener of feed.listeners) listener.frame(frame);
        break;
      case 'known':
        feed.heardAt = this.now();
        break;
      case 'gap':
        void this.requestSnapshot(feed);
        break;
    }
    if (this.status.peek().kind !== 'live') this.updateStatus();
  }

  private updateStatus(): void {
    const feeds = [...this.subscriptions.values()];
    const heard = feeds.map((f) => f.heardAt);
    const oldest = heard.length && heard.every((h) => h !== null) ? Math.min(...(heard as number[])) : null;
    const status = statusOf(this.connected, oldest, this.startedAt, this.now());
    if (!sameStatus(status, this.status.peek())) this.status.value = status;
  }
}
