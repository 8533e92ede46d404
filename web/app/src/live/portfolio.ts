import { computed, signal } from '@preact/signals';
import type { Portfolio } from '../api/types';
import { getPortfolio } from '../api/client';
import { asProblem, type Problem } from '../api/http';
import type { LiveClient } from './client';

/** The counters of the whole tenant: read once over HTTP, then followed by the topic `portfolio`. */
export class PortfolioStore {
  readonly state = signal<Portfolio | null>(null);
  readonly problem = signal<Problem | null>(null);
  private isLive = false;

  constructor(live: LiveClient) {
    live.watch('portfolio', {
      snapshot: (state) => this.apply(state),
      frame: (frame) => this.apply(frame.state),
    });
  }

  async read(): Promise<void> {
    try {
      const state = await getPortfolio();
      // If the topic has sent a state meanwhile, it is newer.
      if (!this.isLive) this.state.value = state;
      this.problem.value = null;
    } catch (error) {
      if (this.isLive) return;
      this.problem.value = asProblem(error);
      if (this.problem.value.isTransient) setTimeout(() => void this.read(), 5_000);
    }
  }

  private readonly empty = computed(() => {
    const p = this.state.value;
    return !!p && !p.items && !p.accounts && !p.leads?.total;
  });

  /** Whether nothing has been imported yet. */
  get isEmpty(): boolean {
    return this.empty.value;
  }

  private apply(state: unknown): void {
    if (!state || typeof state !== 'object') return;
    this.isLive = true;
    this.problem.value = null;
    this.state.value = state as Portfolio;
  }
}
