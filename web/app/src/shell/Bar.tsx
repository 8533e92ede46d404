import { navigation, pages, type Place } from '../pages/pages';
import { Icon } from '../parts/Icon';
import { Link } from '../parts/Link';
import type { PageName } from '../state/url';
import { overlay } from './overlay';

/** What people on the way open most; everything else is in the menu. */
const wanted: readonly PageName[] = ['overview', 'leads', 'action', 'health'];
const room = 4;
const short: Partial<Record<PageName, string>> = {
  leads: 'Leads',
  action: 'Action',
  health: 'Health',
  revenue: 'Revenue',
  services: 'Services',
};

function inBar(): Place[] {
  const all = navigation.flatMap((g) => g.places);
  const first = wanted.map((w) => all.find((p) => p.page === w)).filter((p): p is Place => !!p);
  return [...new Set([...first, ...all])].slice(0, room);
}

/** The pages on a phone, where the thumb is. */
export function Bar({ page }: { page: PageName }) {
  const places = inBar();
  const elsewhere = !places.some((p) => p.page === page);
  return (
    <nav class="bar-nav" aria-label="Main pages">
      {places.map((p) => (
        <Link key={p.page} to={p.to} class="bar-link" aria-current={p.page === page ? 'page' : undefined}>
          <Icon name={p.icon} />
          <span>{short[p.page] ?? pages[p.page]?.title}</span>
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
