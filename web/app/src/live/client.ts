import { signal } from '@preact/signals';
import { Position, type Frame, type Snapshot } from './position';
import { gracePeriodMs, sameStatus, silenceTimeoutMs, statusOf, type Status } from './status';

/** What the client needs of a SignalR connection. Tests put another one in its place. */
export interface HubTransport {
  start(): Promise<void>;
  stop(): Promise<void>;
  invoke(method: 'Watch' | 'Unwatch', topic: string): Promise<unknown>;
  onFrame(receive: (frame: Frame) => void): void;
  onClose(onLost: () => void): void;
}

export interface Listener {
  /** Called with the topic's state at first and after every gap. Anything read over HTTP before may have missed changes. */
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
  /** How often the server has refused the topic in a row: it does not know it, or is still loading. */
  refusals: number;
  /** When to ask again after a refusal. */
  retryAt: number;
  heardAt: number | null;
  /** Frames that arrived while Watch was waiting for its answer. */
  earlyFrames: Frame[];
}

const maxRefusalDelayMs = 30_000;

/**
 * Follows topics over one connection. After a gap in the sequence, a new epoch or silence it asks for a new snapshot. After
 * a lost connection it reconnects, with growing delays, for as long as the page is open.
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
    let subscription = this.subscriptions.get(topic);
    if (!subscription) {
      subscription = {
        topic,
        listeners: new Set(),
        position: null,
        state: undefined,
        askedAt: null,
        refusals: 0,
        retryAt: 0,
        heardAt: null,
        earlyFrames: [],
      };
      this.subscriptions.set(topic, subscription);
      if (this.connected) void this.requestSnapshot(subscription);
    } else if (subscription.position && subscription.state !== undefined) {
      listener.snapshot(subscription.state);
    }
    subscription.listeners.add(listener);
    return () => {
      subscription.listeners.delete(listener);
      if (subscription.listeners.size || this.subscriptions.get(topic) !== subscription) return;
      this.subscriptions.delete(topic);
      if (this.connected) void this.transport?.invoke('Unwatch', topic).catch(() => {});
    };
  }

  /** Keeps the connection alive. Call it about once a second. */
  tick(): void {
    const now = this.now();
    if (!this.transport && now >= this.retryAt) void this.connect();
    else if (this.transport && !this.connected && now - this.openedAt > gracePeriodMs) this.disconnect();
    if (this.connected) {
      for (const subscription of this.subscriptions.values()) {
        if (subscription.askedAt !== null) {
          // Watch got no answer: the connection is dead even if it does not report it.
          if (now - subscription.askedAt > silenceTimeoutMs) return this.disconnect();
        } else if (subscription.position ? now - (subscription.heardAt ?? 0) > silenceTimeoutMs : now >= subscription.retryAt) {
          void this.requestSnapshot(subscription);
        }
      }
    }
    this.updateStatus();
  }

  /** Reconnects at once, for instance because the network is back. */
  reconnectNow(): void {
    this.retryAt = 0;
    this.tick();
  }

  private async connect(): Promise<void> {
    // A placeholder, so that tick() does not open a second connection meanwhile.
    let transport: HubTransport = { start: async () => {}, stop: async () => {}, invoke: async () => {}, onFrame() {}, onClose() {} };
    const holder = transport;
    this.transport = holder;
    this.openedAt = this.now();
    try {
      transport = await this.open();
      if (this.transport !== holder) return;
      this.transport = transport;
      transport.onFrame((frame) => this.receive(frame));
      transport.onClose(() => this.onLost(transport));
      await transport.start();
      if (this.transport !== transport) return;
      this.connected = true;
      this.attempts = 0;
      for (const subscription of this.subscriptions.values()) void this.requestSnapshot(subscription);
    } catch {
      this.onLost(transport);
    }
  }

  /** Closes a connection that does not answer. */
  private disconnect(): void {
    const transport = this.transport!;
    this.onLost(transport);
    void transport.stop().catch(() => {});
  }

  private onLost(transport: HubTransport): void {
    if (this.transport !== transport) return;
    this.transport = null;
    this.connected = false;
    for (const subscription of this.subscriptions.values()) {
      subscription.position = null;
      subscription.askedAt = null;
      subscription.earlyFrames = [];
    }
    // 0.5, 1, 2, 4 … 15 s, with jitter so that all dashboards do not reconnect at once.
    const wait = Math.min(15_000, 500 * 2 ** this.attempts++);
    this.retryAt = this.now() + wait * (0.75 + this.random() / 2);
    this.updateStatus();
  }

  private async requestSnapshot(subscription: Subscription): Promise<void> {
    const transport = this.transport;
    if (!transport) return;
    subscription.position = null;
    subscription.askedAt = this.now();
    subscription.earlyFrames = [];
    let snapshot: Snapshot;
    try {
      snapshot = (await transport.invoke('Watch', subscription.topic)) as Snapshot;
    } catch {
      // After a broken connection the next one asks again. After a refusal, ask later and later.
      if (this.transport === transport) {
        subscription.askedAt = null;
        subscription.retryAt = this.now() + Math.min(maxRefusalDelayMs, silenceTimeoutMs * 2 ** subscription.refusals++);
      }
      return;
    }
    if (this.transport !== transport || this.subscriptions.get(subscription.topic) !== subscription || subscription.askedAt === null)
      return;
    subscription.askedAt = null;
    subscription.refusals = 0;
    subscription.heardAt = this.now();
    subscription.position = new Position(snapshot.epoch, snapshot.sequence);
    subscription.state = snapshot.state ?? null;
    for (const listener of subscription.listeners) listener.snapshot(subscription.state);
    const early = subscription.earlyFrames;
    subscription.earlyFrames = [];
    for (const frame of early) {
      // Frames of another epoch are older than the snapshot.
      if (frame.epoch === snapshot.epoch) this.receive(frame);
    }
    this.updateStatus();
  }

  private receive(frame: Frame): void {
    const subscription = this.subscriptions.get(frame.topic);
    if (!subscription) return;
    if (!subscription.position) {
      if (subscription.askedAt !== null) subscription.earlyFrames.push(frame);
      return;
    }
    switch (subscription.position.take(frame)) {
      case 'next':
        subscription.heardAt = this.now();
        if (frame.state != null) subscription.state = frame.state;
        if (frame.state != null || frame.total != null || frame.changes?.length)
          for (const listener of subscription.listeners) listener.frame(frame);
        break;
      case 'known':
        subscription.heardAt = this.now();
        break;
      case 'gap':
        void this.requestSnapshot(subscription);
        break;
    }
    if (this.status.peek().kind !== 'live') this.updateStatus();
  }

  private updateStatus(): void {
    // A topic that the server refuses does not make the others stale, unless it refuses all of them.
    const heard = [...this.subscriptions.values()].filter((s) => s.refusals === 0).map((s) => s.heardAt);
    const oldest = heard.length && heard.every((h) => h !== null) ? Math.min(...(heard as number[])) : null;
    const status = statusOf(this.connected, oldest, this.startedAt, this.now());
    if (!sameStatus(status, this.status.peek())) this.status.value = status;
  }
}
