import { LeadList } from './live/lead-list';
import { Live } from './live/live';
import { PortfolioStore } from './live/portfolio';
import { openHub } from './live/wire';
import type { LeadQuery } from './state/query';

/** What lives as long as the page is open. */
export const live = new Live(openHub);
export const portfolio = new PortfolioStore(live);

export const leadList = (query: LeadQuery, pageSize?: number) => new LeadList(query, live, pageSize);

setInterval(() => live.tick(), 1000);
addEventListener('online', () => live.hurry());
document.addEventListener('visibilitychange', () => document.hidden || live.hurry());
live.tick();
