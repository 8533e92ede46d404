import type { Tab } from '../../parts/Tabs';
import type { Settings } from '../../state/url';

/** The tab that the address names, and by what name a tab stands there: the first one needs none. */
export function currentTab(tabs: readonly Tab[], settings: Settings): { tab: string; paramOf(key: string): string } {
  const first = tabs[0]!.key;
  const asked = settings['tab'];
  return { tab: tabs.find((t) => t.key === asked)?.key ?? first, paramOf: (key) => (key === first ? '' : key) };
}
