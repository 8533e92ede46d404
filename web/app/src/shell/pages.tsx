import type { ComponentChildren, ComponentType } from 'preact';
import type { PageProps } from '../pages/shared/pageProps';
import type { IconName } from '../parts/Icon';
import { lazy, type LoadState } from '../parts/lazy';
import { Failure } from '../parts/Notice';
import { leadsWith, overview, viewWith, type PageName, type Route } from '../state/url';

interface Page {
  title: string;
  /** Null for the overview and the lead queue, which App shows with props of their own. */
  Component: ComponentType<PageProps> | null;
  /** The page shows figures, which mean nothing in an empty store. */
  needsData?: boolean;
}

const lazyPage = (title: string, load: () => Promise<ComponentType<PageProps>>, needsData = false): Page => ({
  title,
  needsData,
  Component: lazy(load, (state) => <LoadingPage title={title} {...state} />),
});

const LoadingPage = ({ title, problem, retry }: LoadState & { title: string }): ComponentChildren => (
  <div class="page" aria-busy={!problem}>
    <div class="page-head">
      <h1>{title}</h1>
    </div>
    {problem && <Failure problem={problem} again={retry} />}
  </div>
);

/** Every page with its title. The key is the page's name in the address (see `state/url.ts`). */
export const pages: Record<Exclude<PageName, 'unknown'>, Page> = {
  overview: { title: 'Overview', Component: null },
  leads: { title: 'Lead queue', Component: null },
  account: lazyPage('Account', () => import('../pages/account/Account').then((m) => m.AccountPage)),
  item: lazyPage('Item', () => import('../pages/item/ItemPage').then((m) => m.ItemPage)),
  action: lazyPage('Action required', () => import('../pages/action/Action').then((m) => m.ActionPage), true),
  revenue: lazyPage('Revenue focus', () => import('../pages/revenue/Revenue').then((m) => m.RevenuePage), true),
  health: lazyPage('Customer health', () => import('../pages/health/Health').then((m) => m.HealthPage), true),
  services: lazyPage('Services', () => import('../pages/services/Services').then((m) => m.ServicesPage), true),
  territories: lazyPage('Territories', () => import('../pages/territories/Territories').then((m) => m.TerritoriesPage), true),
  analytics: lazyPage('Analytics', () => import('../pages/analytics/Analytics').then((m) => m.AnalyticsPage), true),
  explore: lazyPage('Deep dive', () => import('../pages/explore/Explore').then((m) => m.ExplorePage)),
  imports: lazyPage('Imports', () => import('../pages/imports/Imports').then((m) => m.ImportsPage)),
  reconciliation: lazyPage('Reconciliation', () => import('../pages/reconciliation/Reconciliation').then((m) => m.ReconciliationPage)),
  rules: lazyPage('Rules', () => import('../pages/rules/Rules').then((m) => m.RulesPage)),
  system: lazyPage('System', () => import('../pages/system/System').then((m) => m.SystemPage)),
};

export type NavigablePage = Exclude<PageName, 'unknown'>;

export interface NavigationItem {
  page: NavigablePage;
  icon: IconName;
  to: Route;
  /** The key that follows `g`. */
  key: string;
}

export const navigationGroups: readonly { name: string; items: readonly NavigationItem[] }[] = [
  {
    name: 'Work',
    items: [
      { page: 'overview', icon: 'overview', to: overview, key: 'h' },
      { page: 'action', icon: 'action', to: viewWith('action'), key: 'a' },
      { page: 'leads', icon: 'queue', to: leadsWith({}), key: 'l' },
      { page: 'revenue', icon: 'revenue', to: viewWith('revenue'), key: 'r' },
      { page: 'services', icon: 'services', to: viewWith('services'), key: 's' },
    ],
  },
  {
    name: 'Insight',
    items: [
      { page: 'health', icon: 'health', to: viewWith('health'), key: 'c' },
      { page: 'territories', icon: 'territories', to: viewWith('territories'), key: 't' },
      { page: 'analytics', icon: 'analytics', to: viewWith('analytics'), key: 'n' },
      { page: 'explore', icon: 'explore', to: viewWith('explore'), key: 'd' },
    ],
  },
  {
    name: 'Data',
    items: [
      { page: 'imports', icon: 'imports', to: viewWith('imports'), key: 'i' },
      { page: 'reconciliation', icon: 'reconciliation', to: viewWith('reconciliation'), key: 'm' },
      { page: 'rules', icon: 'rules', to: viewWith('rules'), key: 'u' },
      { page: 'system', icon: 'system', to: viewWith('system'), key: 'y' },
    ],
  },
];

export const navigationItems: readonly NavigationItem[] = navigationGroups.flatMap((g) => g.items);
