import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { live } from '../context';
import { route } from '../state/router';
import { overview } from '../state/url';
import { Overview } from '../pages/overview/Overview';
import { pages } from '../pages/pages';
import { Guard } from '../parts/Guard';
import { Lazy } from '../parts/Lazy';
import { lazyPart } from '../parts/lazyPart';
import { Skeleton } from '../parts/Skeleton';
import { Link } from '../parts/Link';
import { Notice } from '../parts/Notice';
import { Bar } from './Bar';
import { Overlays } from './Overlays';
import { Rail } from './Rail';
import { useShortcuts } from './shortcuts';
import { Toasts } from './Toasts';

const Queue = lazyPart(
  () => import('../pages/queue/Queue').then((m) => m.Queue),
  <div class="page queue">
    <div class="page-head">
      <h1>Lead queue</h1>
    </div>
    <Skeleton rows={12} />
  </div>,
);
const LeadDrawer = lazyPart(
  () => import('../pages/lead/LeadDrawer').then((m) => m.LeadDrawer),
  <aside class="drawer" aria-label="Lead" aria-busy="true" />,
);

// What the address asks for comes with the first script, what is likely to be asked for next while nobody waits.
if (route.peek().page === 'leads') Queue.load();
if (route.peek().lead) LeadDrawer.load();
const idle = globalThis.requestIdleCallback ?? ((then: () => void) => setTimeout(then, 1_500));
addEventListener('load', () => idle(() => (Queue.load(), LeadDrawer.load())));

export function App() {
  const at = route.value;
  const page = pages[at.page];
  const stale = live.status.value.kind === 'stale';
  const main = useRef<HTMLElement>(null);
  const place = at.page === 'account' ? `account ${at.id}` : at.page;
  const shown = useRef(place);
  useShortcuts();
  useEffect(() => {
    document.title = `${page?.title ?? 'Not found'} · OneLead`;
    if (shown.current === place) return;
    main.current?.focus({ preventScroll: true });
  }, [place]);
  // Before the new page is painted: it begins at its top.
  useLayoutEffect(() => {
    if (shown.current !== place) main.current?.scrollTo(0, 0);
  }, [place]);
  useEffect(() => void (shown.current = place), [place]);
  return (
    <div class={`shell${stale ? ' is-stale' : ''}${at.lead ? ' has-drawer' : ''}`}>
      <a
        class="skip"
        href="#main"
        onClick={(e) => {
          // The address is the view's; a fragment would be lost in it.
          e.preventDefault();
          main.current?.focus();
        }}
      >
        Skip to the content
      </a>
      <Rail page={at.page} />
      <main id="main" class="main" tabIndex={-1} ref={main}>
        <Guard key={place}>
          {at.page === 'overview' && <Overview />}
          {at.page === 'leads' && <Queue query={at.query} openId={at.lead} />}
          {page?.load && 'settings' in at && (
            <Lazy key={place} load={page.load} title={page.title} settings={at.settings} id={at.page === 'account' ? at.id : ''} />
          )}
          {!page && (
            <Notice icon="search" title="There is no such page">
              <p>The address may be mistyped, or the page has moved.</p>
              <Link to={overview} class="button">
                Go to the overview
              </Link>
            </Notice>
          )}
        </Guard>
      </main>
      {at.lead && (
        <Guard key="drawer">
          <LeadDrawer id={at.lead} />
        </Guard>
      )}
      <Bar page={at.page} />
      <Toasts />
      <Overlays page={at.page} />
    </div>
  );
}
