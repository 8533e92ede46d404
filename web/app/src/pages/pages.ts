import type { ComponentType } from 'preact';
import type { IconName } from '../parts/Icon';
import { leadsWith, overview, type PageName, type Route, type Settings } from '../state/url';

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
};

/** The navigation, in groups: who works, who looks, who looks after it. */
export const navigation: readonly { name: string; places: readonly Place[] }[] = [
  {
    name: 'Work',
    places: [
      { page: 'overview', icon: 'overview', to: overview, key: 'h' },
      { page: 'leads', icon: 'queue', to: leadsWith({}), key: 'l' },
    ],
  },
  { name: 'Insight', places: [] },
  { name: 'Data', places: [] },
];
