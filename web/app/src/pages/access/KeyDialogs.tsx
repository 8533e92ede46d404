import { useState } from 'preact/hooks';
import { post, request } from '../../api/http';
import type { Key, NewKey } from '../../api/types';
import { momentInFull } from '../../format/format';
import { permissionsOf, permissionText, roleLine, roleName } from '../../state/roles';
import { Dialog } from '../../parts/Dialog';
import { CommandResult } from '../shared/CommandResult';
import { ConfirmDialog } from '../shared/ConfirmDialog';
import { useCommand } from '../shared/useCommand';
import { accessBody, AccessFields, isComplete, type Access } from './AccessFields';

const path = '/api/v1/keys';
const dayMs = 86_400_000;
const lifetimes: readonly [string, string][] = [
  ['30', '30 days'],
  ['90', '90 days'],
  ['365', 'A year'],
  ['', 'Never'],
];

/** Adds a key, limited to a part of its role if scopes are chosen. */
export function AddKey({ onClose, onDone }: { onClose(): void; onDone(made: NewKey): void }) {
  const [name, setName] = useState('');
  const [access, setAccess] = useState<Access>({ role: 'analyst', territories: [], knownAs: '' });
  const [scopes, setScopes] = useState<readonly string[]>([]);
  const [days, setDays] = useState('365');
  const command = useCommand();
  const offered = permissionsOf(access.role);
  const add = () =>
    void command.run(async () => {
      onDone(
        await post<NewKey>(path, {
          name: name.trim(),
          ...accessBody(access),
          scopes: scopes.filter((s) => offered.some((o) => o.name === s)),
          expiresAt: days ? new Date(Date.now() + Number(days) * dayMs).toISOString() : null,
        }),
      );
    });
  return (
    <Dialog title="Add a key" onClose={onClose}>
      <form
        class="ask"
        onSubmit={(e) => {
          e.preventDefault();
          add();
        }}
      >
        <label>
          Name
          <input
            class="field"
            value={name}
            required
            maxLength={200}
            placeholder="nightly-export"
            autocomplete="off"
            spellcheck={false}
            onInput={(e) => setName(e.currentTarget.value)}
          />
          <small class="aside">Which program uses it. Letters, digits, dots, hyphens.</small>
        </label>
        <AccessFields access={access} onChange={setAccess} />
        {offered.length > 1 && (
          <fieldset class="choices">
            <legend>Limited to</legend>
            {offered.map(({ name: s, text }) => (
              <label key={s} class="check">
                <input
                  type="checkbox"
                  checked={scopes.includes(s)}
                  onChange={() => setScopes(scopes.includes(s) ? scopes.filter((o) => o !== s) : [...scopes, s])}
                />
                {text}
              </label>
            ))}
            <small class="aside">Without a choice the key may do all that its role may do.</small>
          </fieldset>
        )}
        <label>
          Expires
          <select class="field" value={days} onChange={(e) => setDays(e.currentTarget.value)}>
            {lifetimes.map(([value, text]) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        </label>
        <CommandResult command={command} />
        <div class="action-row">
          <button class="button button-main" type="submit" disabled={command.busy || !name.trim() || !isComplete(access)}>
            Add and show the key
          </button>
          <button class="button" type="button" onClick={onClose}>
            Cancel
          </button>
        </div>
      </form>
    </Dialog>
  );
}

interface ShowProps {
  shown: Key;
  onClose(): void;
  /** With the new key, if it was replaced. */
  onDone(made: NewKey | null): void;
}

/** What a key may do, and the ways to replace and remove it. */
export function ShowKey({ shown, onClose, onDone }: ShowProps) {
  const [asking, setAsking] = useState<'rotate' | 'remove' | null>(null);
  const own = `${path}/${shown.id}`;
  if (asking)
    return (
      <ConfirmDialog
        title={asking === 'rotate' ? `Replace the key ${shown.name}` : `Remove the key ${shown.name}`}
        button={asking === 'rotate' ? 'Replace' : 'Remove'}
        work={async () => {
          if (asking === 'rotate') return onDone(await post<NewKey>(`${own}/rotate`, {}));
          await request(own, { method: 'DELETE' });
          onDone(null);
        }}
        onDone={() => {}}
        onClose={() => setAsking(null)}
      >
        <p>
          {asking === 'rotate'
            ? 'The current key is not valid any more as soon as the new one is shown. Role, limits and end stay.'
            : 'Requests with this key are refused at once.'}
        </p>
      </ConfirmDialog>
    );
  return (
    <Dialog
      title={shown.name}
      onClose={onClose}
      foot={
        <>
          <button class="button" type="button" onClick={() => setAsking('rotate')}>
            Replace
          </button>
          <button class="button button-reject" type="button" onClick={() => setAsking('remove')}>
            Remove
          </button>
        </>
      }
    >
      <dl class="facts">
        <div>
          <dt>Role</dt>
          <dd>
            {roleName(shown.role)}. <span class="aside">{roleLine(shown.role)}</span>
          </dd>
        </div>
        <div>
          <dt>Limited to</dt>
          <dd>{shown.scopes.length ? shown.scopes.map(permissionText).join('; ') : 'nothing'}</dd>
        </div>
        {shown.territories.length > 0 && (
          <div>
            <dt>Territories</dt>
            <dd>{shown.territories.join(', ')}</dd>
          </div>
        )}
        {shown.knownAs.length > 0 && (
          <div>
            <dt>Known as</dt>
            <dd>{shown.knownAs.join(', ')}</dd>
          </div>
        )}
        <div>
          <dt>Made</dt>
          <dd>{momentInFull(shown.createdAt)}</dd>
        </div>
        <div>
          <dt>Expires</dt>
          <dd>{shown.expiresAt ? momentInFull(shown.expiresAt) : 'never'}</dd>
        </div>
      </dl>
    </Dialog>
  );
}
