import type { ComponentType } from 'preact';
import type { IconName } from '../parts/Icon';
import { leadsWith, overview, viewWith, type PageName, type Route, type Settings } from '../state/url';

/** What a page is given: its part of the address. */
export interface PageProps {
  settings: Settings;
  /** Of an account's page. */
  id: string;
}

/** A page that is loaded when it is opened first. */
export type Load = () => Promise<ComponentType<PageProps>>;

export interface Page {
  title: string;
  /** Null: the page is loaded with the first one. */
  load: Load | null;
}

export interface Place {
  page: PageName;
  icon: IconName;
  to: Route;
  /** The letter that follows `g`. */
  key: string;
}

export const pages: Partial<Record<PageName, Page>> = {
  overview: { title: 'Overview', load: null },
  leads: { title: 'Lead queue', load: null },
  account: { title: 'Account', load: () => import('./account/Account').then((m) => m.AccountPage) },
  action: { title: 'Action required', load: () => import('./action/Action').then((m) => m.ActionPage) },
  revenue: { title: 'Revenue focus', load: () => import('./revenue/Revenue').then((m) => m.RevenuePage) },
  health: { title: 'Customer health', load: () => import('./health/Health').then((m) => m.HealthPage) },
  services: { title: 'Services', load: () => import('./services/Services').then((m) => m.ServicesPage) },
  territories: { title: 'Territories', load: () => import('./territories/Territories').then((m) => m.TerritoriesPage) },
  analytics: { title: 'Analytics', load: () => import('./analytics/Analytics').then((m) => m.AnalyticsPage) },
  explore: { title: 'Deep dive', load: () => import('./explore/Explore').then((m) => m.ExplorePage) },
  imports: { title: 'Imports', load: () => import('./imports/Imports').then((m) => m.ImportsPage) },
  reconciliation: { title: 'Reconciliation', load: () => import('./reconciliation/Reconciliation').then((m) => m.ReconciliationPage) },
  rules: { title: 'Rules', load: () => import('./rules/Rules').then((m) => m.RulesPage) },
  system: { title: 'System', load: () => import('./system/System').then((m) => m.SystemPage) },
};

/** The navigation, in groups: who works, who looks, who looks after it. */
export const navigation: readonly { name: string; places: readonly Place[] }[] = [
  {
    name: 'Work',
    places: [
      { page: 'overview', icon: 'overview', to: overview, key: 'h' },
      { page: 'action', icon: 'action', to: viewWith('action'), key: 'a' },
      { page: 'leads', icon: 'queue', to: leadsWith({}), key: 'l' },
      { page: 'revenue', icon: 'revenue', to: viewWith('revenue'), key: 'r' },
      { page: 'services', icon: 'services', to: viewWith('services'), key: 's' },
    ],
  },
  {
    name: 'Insight',
    places: [
      { page: 'health', icon: 'health', to: viewWith('health'), key: 'c' },
      { page: 'territories', icon: 'territories', to: viewWith('territories'), key: 't' },
      { page: 'analytics', icon: 'analytics', to: viewWith('analytics'), key: 'n' },
      { page: 'explore', icon: 'explore', to: viewWith('explore'), key: 'd' },
    ],
  },
  {
    name: 'Data',
    places: [
      { page: 'imports', icon: 'imports', to: viewWith('imports'), key: 'i' },
      { page: 'reconciliation', icon: 'reconciliation', to: viewWith('reconciliation'), key: 'm' },
      { page: 'rules', icon: 'rules', to: viewWith('rules'), key: 'u' },
      { page: 'system', icon: 'system', to: viewWith('system'), key: 'y' },
    ],
  },
];
