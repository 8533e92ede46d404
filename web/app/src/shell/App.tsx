import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { live, portfolio } from '../live/connection';
import { route } from '../state/router';
import { isBare, overview } from '../state/url';
import { Overview } from '../pages/overview/Overview';
import { mayOpen, pages, type NavigablePage } from './pages';
import { ErrorBoundary } from '../parts/ErrorBoundary';
import { lazy } from '../parts/lazy';
import { Skeleton } from '../parts/Skeleton';
import { Link } from '../parts/Link';
import { Notice } from '../parts/Notice';
import { BottomBar } from './BottomBar';
import { NoData } from './NoData';
import { OpenAccess } from './OpenAccess';
import { Overlays } from './Overlays';
import { Sidebar } from './Sidebar';
import { useShortcuts } from './shortcuts';
import { Toasts } from './Toasts';

const Queue = lazy(
  () => import('../pages/queue/Queue').then((m) => m.Queue),
  () => (
    <div class="page queue">
      <div class="page-head">
        <h1>Lead queue</h1>
      </div>
      <Skeleton rows={12} />
    </div>
  ),
);
const LeadDrawer = lazy(
  () => import('../pages/lead/LeadDrawer').then((m) => m.LeadDrawer),
  () => <aside class="drawer" aria-label="Lead" aria-busy="true" />,
);

// Load what the address asks for at once, and what is likely to be opened next when the browser is idle.
if (route.peek().page === 'leads') Queue.load();
if (route.peek().lead) LeadDrawer.load();
const idle = globalThis.requestIdleCallback ?? ((then: () => void) => setTimeout(then, 1_500));
addEventListener('load', () => idle(() => (Queue.load(), LeadDrawer.load())));

export function App() {
  const at = route.value;
  const name = isBare(at) ? null : (at.page satisfies NavigablePage);
  const page = name && pages[name];
  const isAllowed = name !== null && mayOpen(name);
  const Page = page?.Component;
  const stale = live.status.value.kind === 'stale';
  const main = useRef<HTMLElement>(null);
  const pageKey = 'id' in at ? `${at.page} ${at.id}` : at.page;
  const shownKey = useRef(pageKey);
  useShortcuts();
  useEffect(() => {
    document.title = `${page?.title ?? 'Not found'} · OneLead`;
    if (shownKey.current === pageKey) return;
    main.current?.focus({ preventScroll: true });
  }, [pageKey]);
  // Scroll before the new page is painted.
  useLayoutEffect(() => {
    if (shownKey.current !== pageKey) main.current?.scrollTo(0, 0);
  }, [pageKey]);
  useEffect(() => void (shownKey.current = pageKey), [pageKey]);
  return (
    <div class={`shell${stale ? ' is-stale' : ''}${at.lead ? ' has-drawer' : ''}`}>
      <a
        class="skip"
        href="#main"
        onClick={(e) => {
          // A fragment in the address would be dropped by the router.
          e.preventDefault();
          main.current?.focus();
        }}
      >
        Skip to the content
      </a>
      <Sidebar page={at.page} />
      <main id="main" class="main" tabIndex={-1} ref={main}>
        <OpenAccess />
        <ErrorBoundary key={pageKey}>
          {at.page === 'overview' && <Overview />}
          {at.page === 'leads' && <Queue query={at.query} openId={at.lead} />}
          {page && !isAllowed && (
            <Notice icon="lock" title={`${page.title} is not for your role`}>
              <p>Ask an administrator if you need this page.</p>
              <Link to={overview} class="button">
                Go to the overview
              </Link>
            </Notice>
          )}
          {Page &&
            isAllowed &&
            'settings' in at &&
            (page?.needsData && portfolio.isEmpty ? (
              <NoData title={page.title} />
            ) : (
              <Page key={pageKey} settings={at.settings} id={'id' in at ? at.id : ''} />
            ))}
          {!page && (
            <Notice icon="search" title="There is no such page">
              <p>The address may be mistyped, or the page has moved.</p>
              <Link to={overview} class="button">
                Go to the overview
              </Link>
            </Notice>
          )}
        </ErrorBoundary>
      </main>
      {at.lead && (
        <ErrorBoundary key="drawer">
          <LeadDrawer id={at.lead} />
        </ErrorBoundary>
      )}
      <BottomBar page={at.page} />
      <Toasts />
      <Overlays page={at.page} />
    </div>
  );
}
