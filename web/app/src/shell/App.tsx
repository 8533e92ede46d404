import { useEffect, useRef } from 'preact/hooks';
import { live } from '../context';
import { route } from '../state/router';
import { overview } from '../state/url';
import { LeadDrawer } from '../pages/lead/LeadDrawer';
import { Overview } from '../pages/overview/Overview';
import { Queue } from '../pages/queue/Queue';
import { pages } from '../pages/pages';
import { Lazy } from '../parts/Lazy';
import { Link } from '../parts/Link';
import { Notice } from '../parts/Notice';
import { BandToast } from './BandToast';
import { Rail } from './Rail';

export function App() {
  const at = route.value;
  const page = pages[at.page];
  const stale = live.status.value.kind === 'stale';
  const main = useRef<HTMLElement>(null);
  const shown = useRef(at.page);
  useEffect(() => {
    document.title = `${page?.title ?? 'Not found'} · OneLead`;
    if (shown.current === at.page) return;
    shown.current = at.page;
    main.current?.focus();
  }, [at.page]);
  return (
    <div class={`shell${stale ? ' is-stale' : ''}${at.lead ? ' has-drawer' : ''}`}>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <Rail page={at.page} />
      <main id="main" class="main" tabIndex={-1} ref={main}>
        {at.page === 'overview' && <Overview />}
        {at.page === 'leads' && <Queue query={at.query} openId={at.lead} />}
        {page?.load && 'settings' in at && <Lazy key={at.page} load={page.load} title={page.title} settings={at.settings} id={at.page === 'account' ? at.id : ''} />}
        {!page && (
          <Notice icon="search" title="There is no such page">
            <p>The address may be mistyped, or the page has moved.</p>
            <Link to={overview} class="button">
              Go to the overview
            </Link>
          </Notice>
        )}
      </main>
      {at.lead && <LeadDrawer key="drawer" id={at.lead} />}
      <BandToast />
    </div>
  );
}
