import { LeadList } from './leadList';
import { LiveClient } from './client';
import { PortfolioStore } from './portfolio';
import { openHub } from './signalr';
import type { LeadQuery } from '../state/leadQuery';

/** The connection and the counters that the whole window shares. */
export const live = new LiveClient(openHub);
export const portfolio = new PortfolioStore(live);

export const leadList = (query: LeadQuery, pageSize?: number) => new LeadList(query, live, pageSize);

setInterval(() => live.tick(), 1000);
addEventListener('online', () => live.reconnectNow());
document.addEventListener('visibilitychange', () => document.hidden || live.reconnectNow());
live.tick();
