import { portfolio } from '../context';
import { count } from '../format/format';
import { navigation, pages } from '../pages/pages';
import { Icon } from '../parts/Icon';
import { Link } from '../parts/Link';
import type { PageName } from '../state/url';

/** All pages in their groups. An account is reached from the pages that name it, so none of them is lit there. */
export function Places({ page }: { page: PageName }) {
  const leads = portfolio.state.value?.leads?.total;
  return (
    <nav class="nav" aria-label="Pages">
      {navigation.map(
        (group) =>
          group.places.length > 0 && (
            <div key={group.name} class="nav-group" role="group" aria-label={group.name}>
              <p class="nav-name" aria-hidden="true">
                {group.name}
              </p>
              {group.places.map((place) => (
                <Link key={place.page} to={place.to} class="nav-link" aria-current={place.page === page ? 'page' : undefined}>
                  <Icon name={place.icon} />
                  <span>{pages[place.page]?.title}</span>
                  {place.page === 'leads' && leads != null && <span class="nav-count num">{count(leads)}</span>}
                </Link>
              ))}
            </div>
          ),
      )}
    </nav>
  );
}
