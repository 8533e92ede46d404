import { effect } from '@preact/signals';
import { LeadList } from './leadList';
import { LiveClient } from './client';
import { PortfolioStore } from './portfolio';
import { openHub } from './signalr';
import type { LeadQuery } from '../state/leadQuery';
import { isOpen } from '../state/session';

/** The connection and the counters that the whole window shares. */
export const live = new LiveClient(openHub);
export const portfolio = new PortfolioStore(live);

export const leadList = (query: LeadQuery, pageSize?: number) => new LeadList(query, live, pageSize);

// Nothing is asked for before somebody has signed in.
const reconnect = () => isOpen.peek() && live.reconnectNow();
setInterval(() => isOpen.peek() && live.tick(), 1000);
addEventListener('online', reconnect);
document.addEventListener('visibilitychange', () => document.hidden || reconnect());
effect(() => {
  if (!isOpen.value) return;
  live.reconnectNow();
  void portfolio.read();
});
