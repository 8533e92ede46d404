import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Dialog } from '../../parts/Dialog';
import { Icon } from '../../parts/Icon';
import { Popover } from '../../parts/Popover';
import { me, setUserName } from '../../state/me';
import { user } from '../../state/session';
import { defaultQuery, mine, type LeadQuery } from '../../state/leadQuery';
import { navigate, navigateTo } from '../../state/router';
import { formatRoute, leadsWith } from '../../state/url';
import { showToast } from '../../state/toasts';
import { deleteView, savedViews, saveView } from '../../state/savedViews';

const addressOf = (query: Partial<LeadQuery>) => formatRoute(leadsWith(query));

/** The menu of predefined views and of views saved in this browser. */
export function SavedViewsMenu({ query }: { query: LeadQuery }) {
  const [asking, setAsking] = useState<'me' | 'name' | null>(null);
  const here = addressOf(query);
  const usual: [string, Partial<LeadQuery>][] = [
    ['All open leads', {}],
    ['Unassigned', { assignee: 'none' }],
    ['Critical and high', { priority: ['critical', 'high'] }],
    ['New, never contacted', { status: ['new'] }],
    ['In progress', { status: ['contacted', 'qualified'] }],
    ['Snoozed', { snoozed: 'only' }],
    ['By account', { group: 'account' }],
  ];
  const myLeads = me.value ? addressOf({ assignee: mine }) : null;
  const known = [
    ...savedViews.value,
    ...(myLeads ? [{ name: 'My leads', address: myLeads }] : []),
    ...usual.map(([name, q]) => ({ name, address: addressOf(q) })),
  ];
  const name = known.find((v) => v.address === here)?.name;

  return (
    <>
      <Popover label={name ?? 'Views'} icon="bookmark">
        {(close) => {
          const item = (words: ComponentChildren, act: () => void, current = false) => (
            <button
              type="button"
              class="menu-item"
              aria-current={current ? 'true' : undefined}
              onClick={() => {
                close();
                act();
              }}
            >
              {words}
            </button>
          );
          const view = (text: string, address: string, own = false) => (
            <div key={text} class="view-line">
              {item(
                <>
                  {text}
                  {address === here && <Icon name="check" />}
                </>,
                () => navigateTo(address),
                address === here,
              )}
              {own && (
                <button
                  type="button"
                  class="icon-button"
                  aria-label={`Remove the view ${text}`}
                  title="Remove"
                  onClick={() => deleteView(text)}
                >
                  <Icon name="trash" />
                </button>
              )}
            </div>
          );
          return (
            <div class="views">
              {myLeads ? view('My leads', myLeads) : item('My leads …', () => setAsking('me'))}
              {usual.map(([text, q]) => view(text, addressOf(q)))}
              {savedViews.value.length > 0 && <p class="menu-note">Yours</p>}
              {savedViews.value.map((v) => view(v.name, v.address, true))}
              <div class="menu-rule" />
              {item(
                <>
                  <Icon name="plus" /> Save this view
                </>,
                () => setAsking('name'),
              )}
              {me.value &&
                !user.value &&
                item(
                  <>
                    <Icon name="user" /> You are {me.value}
                  </>,
                  () => setAsking('me'),
                )}
            </div>
          );
        }}
      </Popover>
      {asking === 'name' && (
        <AskName
          title="Save this view"
          label="Name"
          button="Save"
          value=""
          note="Stores the filters, order and grouping in this browser. You can also share the address."
          onClose={() => setAsking(null)}
          onName={(text) => {
            saveView({ name: text, address: here });
            showToast(`Saved as “${text}”`, { tone: 'good' });
          }}
        />
      )}
      {asking === 'me' && (
        <AskName
          title="Who are you?"
          label="Your name, as leads are assigned to it"
          button="Save"
          value={me.value}
          note="Stored in this browser and sent with your commands."
          onClose={() => setAsking(null)}
          onName={(text) => {
            setUserName(text);
            navigate({ ...leadsWith({ ...defaultQuery, assignee: mine }) });
          }}
        />
      )}
    </>
  );
}

function AskName({
  title,
  label,
  button,
  value,
  note,
  onName,
  onClose,
}: {
  title: string;
  label: string;
  button: string;
  value: string;
  note: string;
  onName(name: string): void;
  onClose(): void;
}) {
  const [text, setText] = useState(value);
  const given = text.trim();
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        class="ask"
        onSubmit={(e) => {
          e.preventDefault();
          if (!given) return;
          onClose();
          onName(given);
        }}
      >
        <label>
          {label}
          <input class="field" value={text} maxLength={80} autofocus required onInput={(e) => setText(e.currentTarget.value)} />
        </label>
        <p class="aside">{note}</p>
        <div class="action-row">
          <button class="button button-main" type="submit" disabled={!given}>
            {button}
          </button>
          <button class="button" type="button" onClick={onClose}>
            Cancel
          </button>
        </div>
      </form>
    </Dialog>
  );
}
