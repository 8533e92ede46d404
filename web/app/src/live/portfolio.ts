import { signal } from '@preact/signals';
import { getPortfolio } from '../api/client';
import { asProblem, type Problem } from '../api/http';
import type { Portfolio } from '../api/types';
import type { Live } from './live';

/** The counters of the whole tenant: read once over HTTP for the first picture, then by the topic `portfolio`. */
export class PortfolioStore {
  readonly state = signal<Portfolio | null>(null);
  readonly problem = signal<Problem | null>(null);
  private told = false;

  constructor(live: Live) {
    live.watch('portfolio', {
      snapshot: (state) => this.hear(state),
      frame: (frame) => this.hear(frame.state),
    });
    void this.read();
  }

  async read(): Promise<void> {
    try {
      const state = await getPortfolio();
      // What the topic has told meanwhile is newer.
      if (!this.told) this.state.value = state;
      this.problem.value = null;
    } catch (error) {
      if (this.told) return;
      this.problem.value = asProblem(error);
      if (this.problem.value.passing) setTimeout(() => void this.read(), 5_000);
    }
  }

  /** Nothing has been imported yet. */
  get isEmpty(): boolean {
    const p = this.state.value;
    return !!p && !p.items && !p.accounts && !p.leads?.total;
  }

  private hear(state: unknown): void {
    if (!state || typeof state !== 'object') return;
    this.told = true;
    this.problem.value = null;
    this.state.value = state as Portfolio;
  }
}
