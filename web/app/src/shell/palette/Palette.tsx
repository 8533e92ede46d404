import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Priority, SearchResults } from '../../api/types';
import { portfolio } from '../../live/connection';
import { count, score } from '../../format/format';
import { word } from '../../format/words';
import { navigationItems, pages } from '../pages';
import { Icon, type IconName } from '../../parts/Icon';
import { PriorityMark } from '../../parts/PriorityMark';
import { navigate, openLead, route } from '../../state/router';
import { mine } from '../../state/leadQuery';
import { me } from '../../state/me';
import { may, signOut, user } from '../../state/session';
import { accountAt, itemAt, leadsWith, viewWith } from '../../state/url';
import { theme, themes } from '../../state/theme';
import { overlay } from '../overlay';
import { ranked } from './rank';
import { search } from './search';

interface Hit {
  key: string;
  group: string;
  name: string;
  note?: string;
  icon?: IconName;
  priority?: Priority;
  keys?: string;
  run(): void;
}

const searchDelayMs = 140;

/** The command palette: pages, actions, and the accounts, leads, items and territories that the server finds. */
export function Palette() {
  const [text, setText] = useState('');
  const [found, setFound] = useState<SearchResults | null>(null);
  const [state, setState] = useState<'idle' | 'searching' | 'failed'>('idle');
  const [at, setAt] = useState(0);
  const box = useRef<HTMLDialogElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const close = () => (overlay.value = null);

  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    const dialog = box.current!;
    dialog.showModal();
    return () => {
      dialog.close();
      if (before?.isConnected && document.activeElement === document.body) before.focus();
    };
  }, []);

  const typed = text.trim();
  useEffect(() => {
    setAt(0);
    if (typed.length < 2) {
      setFound(null);
      setState('idle');
      return;
    }
    const aborter = new AbortController();
    setState('searching');
    const timer = setTimeout(() => {
      search(typed, aborter.signal).then(
        (answer) => {
          if (aborter.signal.aborted) return;
          setFound(answer);
          setState('idle');
        },
        () => aborter.signal.aborted || setState('failed'),
      );
    }, searchDelayMs);
    return () => {
      clearTimeout(timer);
      aborter.abort();
    };
  }, [typed]);

  const hits = useMemo(
    () => [
      ...ranked(pageHits(), (h) => h.name, typed, typed ? 5 : 20),
      ...ranked(actionHits(), (h) => h.name, typed, typed ? 4 : 6),
      ...(typed ? searchHits(found) : []),
    ],
    [typed, found],
  );
  const chosen = Math.min(at, hits.length - 1);
  useEffect(() => list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' }), [chosen, hits]);

  const run = (hit: Hit | undefined) => {
    if (!hit) return;
    close();
    hit.run();
  };
  const onKey = (event: KeyboardEvent) => {
    event.stopPropagation();
    const step =
      event.key === 'ArrowDown' || (event.ctrlKey && event.key === 'n')
        ? 1
        : event.key === 'ArrowUp' || (event.ctrlKey && event.key === 'p')
          ? -1
          : 0;
    if (step && hits.length) setAt((chosen + step + hits.length) % hits.length);
    else if (event.key === 'Enter') run(hits[chosen]);
    else if ((event.ctrlKey || event.metaKey) && event.key === 'k') close();
    else return;
    event.preventDefault();
  };

  return (
    <dialog
      ref={box}
      class="palette"
      aria-label="Go to, find, do"
      onKeyDown={onKey}
      onCancel={(e) => {
        e.preventDefault();
        close();
      }}
      onPointerDown={(e) => e.target === box.current && close()}
    >
      <div class="palette-box">
        <div class="palette-field">
          <Icon name="search" />
          <input
            type="text"
            role="combobox"
            aria-expanded="true"
            aria-controls="palette-list"
            aria-activedescendant={hits[chosen] ? `palette-${chosen}` : undefined}
            aria-label="Go to a page, find an account, lead or item, or do something"
            placeholder="Pages, accounts, leads, serials, actions"
            autocomplete="off"
            spellcheck={false}
            autofocus
            value={text}
            onInput={(e) => setText(e.currentTarget.value)}
          />
          <kbd>Esc</kbd>
        </div>
        <div class="palette-list" id="palette-list" role="listbox" aria-label="SearchResults" ref={list}>
          {hits.map((hit, i) => (
            <div key={hit.key}>
              {hits[i - 1]?.group !== hit.group && (
                <p class="palette-group" role="presentation">
                  {hit.group}
                </p>
              )}
              <div
                id={`palette-${i}`}
                role="option"
                class="palette-hit"
                aria-selected={i === chosen}
                onPointerMove={() => i !== chosen && setAt(i)}
                onClick={() => run(hit)}
              >
                {hit.priority ? <PriorityMark priority={hit.priority} bare /> : <Icon name={hit.icon ?? 'arrow'} />}
                <span class="palette-name">{hit.name}</span>
                {hit.note && <span class="palette-note">{hit.note}</span>}
                {hit.keys && (
                  <span class="palette-keys">
                    {hit.keys.split(' ').map((k) => (
                      <kbd key={k}>{k}</kbd>
                    ))}
                  </span>
                )}
              </div>
            </div>
          ))}
        </div>
        <p class="palette-foot" role="status">
          {state === 'searching'
            ? 'Searching …'
            : state === 'failed'
              ? 'The server does not answer; pages and actions work.'
              : hits.length
                ? ''
                : `No results for “${typed}”.`}
        </p>
      </div>
    </dialog>
  );
}

const pageHits = (): Hit[] =>
  navigationItems.peek().map((p) => ({
    key: `page-${p.page}`,
    group: 'Pages',
    name: pages[p.page].title,
    icon: p.icon,
    keys: `g ${p.key}`,
    run: () => navigate(p.to),
  }));

function actionHits(): Hit[] {
  const at = route.peek();
  const critical = portfolio.state.peek()?.leads?.critical;
  return [
    {
      key: 'critical',
      name: 'Critical leads',
      icon: 'queue' as const,
      ...(critical != null && { note: count(critical) }),
      run: () => navigate(leadsWith({ priority: ['critical'] })),
    },
    { key: 'free', name: 'Unassigned leads', icon: 'user' as const, run: () => navigate(leadsWith({ assignee: 'none' })) },
    ...(me.peek() && may('work_leads')
      ? [{ key: 'mine', name: 'My leads', icon: 'user' as const, run: () => navigate(leadsWith({ assignee: mine })) }]
      : []),
    ...(user.peek()
      ? [
          { key: 'profile', name: 'Your profile', icon: 'user' as const, run: () => navigate(viewWith('profile')) },
          { key: 'sign-out', name: 'Sign out', icon: 'out' as const, run: () => void signOut() },
        ]
      : []),
    ...themes
      .filter((t) => t !== theme.peek())
      .map((t) => ({
        key: `theme-${t}`,
        name: `Theme: ${t}`,
        icon: (t === 'dark' ? 'moon' : t === 'light' ? 'sun' : 'screen') as IconName,
        run: () => void (theme.value = t),
      })),
    {
      key: 'copy',
      name: 'Copy the link to this view',
      icon: 'link' as const,
      run: () => void navigator.clipboard?.writeText(location.href),
    },
    { key: 'help', name: 'Keyboard', icon: 'keyboard' as const, keys: '?', run: () => void (overlay.value = 'help') },
    ...(at.lead ? [{ key: 'close', name: 'Close the lead', icon: 'close' as const, keys: 'Esc', run: () => openLead(null) }] : []),
  ].map((d) => ({ ...d, group: 'Actions' }));
}

function searchHits(found: SearchResults | null): Hit[] {
  if (!found) return [];
  return [
    ...found.accounts.map((a): Hit => ({
      key: `a-${a.id}`,
      group: 'Accounts',
      name: a.name,
      icon: 'account',
      note: [a.territory && `territory ${a.territory}`, a.atRisk && 'at risk'].filter(Boolean).join(', '),
      run: () => navigate(accountAt(a.id)),
    })),
    ...found.leads.map((l): Hit => ({
      key: `l-${l.id}`,
      group: 'Leads',
      name: l.product,
      priority: l.priority,
      note: `${score(l.score)}, ${word(l.type).toLowerCase()}, ${l.account.name}`,
      run: () => openLead(l.id),
    })),
    ...found.items.map((i): Hit => ({
      key: `i-${i.id}`,
      group: 'Items',
      name: i.product || i.serial,
      icon: 'box',
      note: `${i.serial}, ${i.account.name}`,
      run: () => navigate(itemAt(i.id)),
    })),
    ...found.territories.map((t): Hit => ({
      key: `t-${t.id}`,
      group: 'Territories',
      name: t.id,
      icon: 'territories',
      note: `${count(t.accounts)} accounts, ${count(t.leads)} leads`,
      run: () => navigate(leadsWith({ territory: [t.id] })),
    })),
  ];
}
