import { navigationItems, pages, type NavigablePage } from './pages';
import { Icon } from '../parts/Icon';
import { Link } from '../parts/Link';
import type { PageName } from '../state/url';
import { overlay } from './overlay';

/** The pages that people open most on a phone. The others are in the menu. */
const barPages: readonly NavigablePage[] = ['overview', 'leads', 'action', 'health'];
const shortTitles: Partial<Record<NavigablePage, string>> = { leads: 'Leads', action: 'Action', health: 'Health' };

/** The navigation at the bottom of a phone's screen. */
export function BottomBar({ page }: { page: PageName }) {
  const barItems = navigationItems.value
    .filter((i) => barPages.includes(i.page))
    .sort((a, b) => barPages.indexOf(a.page) - barPages.indexOf(b.page));
  const elsewhere = !barItems.some((i) => i.page === page);
  return (
    <nav class="bar-nav" aria-label="Main pages">
      {barItems.map((p) => (
        <Link key={p.page} to={p.to} class="bar-link" aria-current={p.page === page ? 'page' : undefined}>
          <Icon name={p.icon} />
          <span>{shortTitles[p.page] ?? pages[p.page].title}</span>
        </Link>
      ))}
      <button
        class={`bar-link${elsewhere ? ' is-here' : ''}`}
        type="button"
        aria-expanded={overlay.value === 'menu'}
        onClick={() => (overlay.value = 'menu')}
      >
        <Icon name="menu" />
        <span>Menu</span>
      </button>
    </nav>
  );
}
