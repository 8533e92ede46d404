import { computed } from '@preact/signals';
import type { Permission } from '../api/types';
import type { ComponentChildren, ComponentType } from 'preact';
import type { PageProps } from '../pages/shared/pageProps';
import type { IconName } from '../parts/Icon';
import { lazy, type LoadState } from '../parts/lazy';
import { Failure } from '../parts/Notice';
import { may, seesKind } from '../state/session';
import { leadsWith, overview, viewWith, type Entry, type PageName, type Route } from '../state/url';

interface Page {
  title: string;
  /** Null for the overview and the lead queue, which App shows with props of their own. */
  Component: ComponentType<PageProps> | null;
  /** The page shows figures, which mean nothing in an empty store. */
  needsData?: boolean;
  /** What a person must be allowed to do to open the page. */
  needs?: Permission;
  /** The kind of records that the page is about. */
  kind?: string;
}

const lazyPage = (
  title: string,
  load: () => Promise<ComponentType<PageProps>>,
  more: Pick<Page, 'needsData' | 'needs' | 'kind'> = {},
): Page => ({
  title,
  ...more,
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
export const pages: Record<NavigablePage, Page> = {
  overview: { title: 'Overview', Component: null },
  leads: { title: 'Lead queue', Component: null },
  account: lazyPage('Account', () => import('../pages/account/Account').then((m) => m.AccountPage)),
  item: lazyPage('Item', () => import('../pages/item/ItemPage').then((m) => m.ItemPage)),
  action: lazyPage('Action required', () => import('../pages/action/Action').then((m) => m.ActionPage), { needsData: true }),
  revenue: lazyPage('Revenue focus', () => import('../pages/revenue/Revenue').then((m) => m.RevenuePage), {
    needsData: true,
    kind: 'opportunity',
  }),
  health: lazyPage('Customer health', () => import('../pages/health/Health').then((m) => m.HealthPage), { needsData: true }),
  services: lazyPage('Services', () => import('../pages/services/Services').then((m) => m.ServicesPage), { needsData: true }),
  territories: lazyPage('Territories', () => import('../pages/territories/Territories').then((m) => m.TerritoriesPage), {
    needsData: true,
  }),
  analytics: lazyPage('Analytics', () => import('../pages/analytics/Analytics').then((m) => m.AnalyticsPage), { needsData: true }),
  explore: lazyPage('Deep dive', () => import('../pages/explore/Explore').then((m) => m.ExplorePage)),
  imports: lazyPage('Imports', () => import('../pages/imports/Imports').then((m) => m.ImportsPage), { needs: 'read_operations' }),
  reconciliation: lazyPage('Reconciliation', () => import('../pages/reconciliation/Reconciliation').then((m) => m.ReconciliationPage), {
    needs: 'read_operations',
  }),
  rules: lazyPage('Rules', () => import('../pages/rules/Rules').then((m) => m.RulesPage)),
  system: lazyPage('System', () => import('../pages/system/System').then((m) => m.SystemPage), { needs: 'read_operations' }),
  assignment: lazyPage('Assignment', () => import('../pages/assignment/Assignment').then((m) => m.AssignmentPage), {
    needs: 'work_leads',
  }),
  users: lazyPage('Users', () => import('../pages/access/Users').then((m) => m.UsersPage), { needs: 'manage_users' }),
  keys: lazyPage('Keys', () => import('../pages/access/Keys').then((m) => m.KeysPage), { needs: 'manage_users' }),
  audit: lazyPage('Audit', () => import('../pages/audit/Audit').then((m) => m.AuditPage), { needs: 'read_audit' }),
  profile: lazyPage('Your profile', () => import('../pages/profile/Profile').then((m) => m.ProfilePage)),
};

export type NavigablePage = Exclude<PageName, Entry | 'unknown'>;

export interface NavigationItem {
  page: NavigablePage;
  icon: IconName;
  to: Route;
  /** The key that follows `g`. */
  key: string;
}

interface NavigationGroup {
  name: string;
  items: readonly NavigationItem[];
}

const allGroups: readonly NavigationGroup[] = [
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
  {
    name: 'Access',
    items: [
      { page: 'assignment', icon: 'group', to: viewWith('assignment'), key: 'o' },
      { page: 'users', icon: 'user', to: viewWith('users'), key: 'p' },
      { page: 'keys', icon: 'key', to: viewWith('keys'), key: 'k' },
      { page: 'audit', icon: 'note', to: viewWith('audit'), key: 'w' },
    ],
  },
];

export const mayOpen = (page: NavigablePage): boolean => {
  const { needs, kind } = pages[page];
  return (!needs || may(needs)) && (!kind || seesKind(kind));
};

/** The groups with the pages that the user may open. */
export const navigationGroups = computed(() =>
  allGroups.map((g) => ({ ...g, items: g.items.filter((i) => mayOpen(i.page)) })).filter((g) => g.items.length > 0),
);

export const navigationItems = computed(() => navigationGroups.value.flatMap((g) => g.items));
