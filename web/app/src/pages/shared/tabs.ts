import type { Tab } from '../../parts/Tabs';
import type { Settings } from '../../state/url';

/** The tab in the address, and the parameter value of each tab. The first tab is the default and needs none. */
export function currentTab(tabs: readonly Tab[], settings: Settings): { tab: string; paramOf(key: string): string } {
  const first = tabs[0]!.key;
  const asked = settings['tab'];
  return { tab: tabs.find((t) => t.key === asked)?.key ?? first, paramOf: (key) => (key === first ? '' : key) };
}
