import { portfolio } from '../live/connection';
import { count } from '../format/format';
import { navigationGroups, pages } from './pages';
import { Icon } from '../parts/Icon';
import { Link } from '../parts/Link';
import type { PageName } from '../state/url';

/** All pages in their groups. None is highlighted on an account's or item's page, which is reached from other pages. */
export function Navigation({ page }: { page: PageName }) {
  const leads = portfolio.state.value?.leads?.total;
  return (
    <nav class="nav" aria-label="Pages">
      {navigationGroups.value.map((group) => (
        <div key={group.name} class="nav-group" role="group" aria-label={group.name}>
          <p class="nav-name" aria-hidden="true">
            {group.name}
          </p>
          {group.items.map((item) => (
            <Link key={item.page} to={item.to} class="nav-link" aria-current={item.page === page ? 'page' : undefined}>
              <Icon name={item.icon} />
              <span>{pages[item.page].title}</span>
              {item.page === 'leads' && leads != null && <span class="nav-count num">{count(leads)}</span>}
            </Link>
          ))}
        </div>
      ))}
    </nav>
  );
}
