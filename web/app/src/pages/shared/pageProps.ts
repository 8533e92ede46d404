import type { Settings } from '../../state/url';

/** The part of the address that belongs to a page. */
export interface PageProps {
  settings: Settings;
  /** The id in the path of an account's or item's page, else empty. */
  id: string;
}
