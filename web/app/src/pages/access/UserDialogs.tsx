import { useState } from 'preact/hooks';
import { post, request } from '../../api/http';
import type { InvitedUser, User } from '../../api/types';
import { Callout } from '../../parts/Callout';
import { Dialog } from '../../parts/Dialog';
import { checkSession, user as self } from '../../state/session';
import { permissionsOf } from '../../state/roles';
import { AbsenceForm } from '../shared/AbsenceForm';
import { CommandResult } from '../shared/CommandResult';
import { ConfirmDialog } from '../shared/ConfirmDialog';
import { useCommand } from '../shared/useCommand';
import { accessBody, AccessFields, isComplete, type Access } from './AccessFields';
import { UserState } from './UserState';

const path = '/api/v1/users';

/** Adds a user and hands over the link to choose a password. */
export function AddUser({ onClose, onDone }: { onClose(): void; onDone(added: InvitedUser): void }) {
  const [name, setName] = useState('');
  const [displayName, setDisplayName] = useState('');
  const [access, setAccess] = useState<Access>({ role: 'sales_executive', territories: [], knownAs: '' });
  const command = useCommand();
  const add = () =>
    void command.run(async () => {
      onDone(await post<InvitedUser>(path, { name: name.trim(), displayName: displayName.trim() || null, ...accessBody(access) }));
    });
  return (
    <Dialog title="Add a user" onClose={onClose}>
      <form
        class="ask"
        onSubmit={(e) => {
          e.preventDefault();
          add();
        }}
      >
        <label>
          Name to sign in with
          <input
            class="field"
            value={name}
            required
            maxLength={200}
            placeholder="E-mail address or short name"
            autocomplete="off"
            spellcheck={false}
            onInput={(e) => setName(e.currentTarget.value)}
          />
        </label>
        <label>
          Name that others see
          <input
            class="field"
            value={displayName}
            maxLength={200}
            placeholder={name.trim() || undefined}
            autocomplete="off"
            onInput={(e) => setDisplayName(e.currentTarget.value)}
          />
        </label>
        <AccessFields access={access} onChange={setAccess} />
        <CommandResult command={command} />
        <div class="action-row">
          <button class="button button-main" type="submit" disabled={command.busy || !name.trim() || !isComplete(access)}>
            Add and show the link
          </button>
          <button class="button" type="button" onClick={onClose}>
            Cancel
          </button>
        </div>
      </form>
    </Dialog>
  );
}

interface EditProps {
  user: User;
  onClose(): void;
  /** With the link, if one was made. */
  onDone(renewed: InvitedUser | null): void;
}

/** Changes a user. Links and removals are confirmed first. */
export function EditUser({ user, onClose, onDone }: EditProps) {
  const [displayName, setDisplayName] = useState(user.displayName);
  const [access, setAccess] = useState<Access>({ role: user.role, territories: user.territories, knownAs: user.knownAs.join('\n') });
  const [asking, setAsking] = useState<ConfirmProps['ask'] | 'absence' | null>(null);
  const command = useCommand();
  const own = `${path}/${user.id}`;
  const change = async (body: object) => {
    await post<User>(own, body, 'PUT');
    onDone(null);
    // The own name is in the sidebar, and another role ends the session.
    if (user.id === self.peek()?.id) await checkSession();
  };
  if (asking === 'absence')
    return (
      <Dialog title={`Absence of ${user.displayName}`} onClose={() => setAsking(null)}>
        <AbsenceForm person={user} path={`${own}/absence`} onDone={() => onDone(null)} />
      </Dialog>
    );
  if (asking) return <Confirm ask={asking} user={user} change={change} onClose={() => setAsking(null)} onDone={onDone} />;
  return (
    <Dialog
      title={user.displayName}
      onClose={onClose}
      foot={
        <>
          {permissionsOf(user.role).some((p) => p.name === 'work_leads') && (
            <button class="button" type="button" onClick={() => setAsking('absence')}>
              Absence
            </button>
          )}
          <button class="button" type="button" onClick={() => setAsking('link')}>
            New link
          </button>
          {user.state === 'disabled' ? (
            <button class="button" type="button" onClick={() => void command.run(() => change({ disabled: false }))}>
              Enable
            </button>
          ) : (
            <button class="button" type="button" onClick={() => setAsking('disable')}>
              Disable
            </button>
          )}
          <button class="button" type="button" onClick={() => setAsking('end')}>
            End sessions
          </button>
          <button class="button button-reject" type="button" onClick={() => setAsking('remove')}>
            Remove
          </button>
        </>
      }
    >
      <form
        class="ask"
        onSubmit={(e) => {
          e.preventDefault();
          void command.run(() => change({ displayName: displayName.trim(), ...accessBody(access) }));
        }}
      >
        <p class="access-state">
          <UserState state={user.state} />
          <span class="aside">
            Signs in as <b>{user.name}</b>
            {user.secondFactor && ', with a second factor'}
          </span>
        </p>
        <label>
          Name that others see
          <input
            class="field"
            value={displayName}
            required
            maxLength={200}
            autocomplete="off"
            onInput={(e) => setDisplayName(e.currentTarget.value)}
          />
        </label>
        <AccessFields access={access} onChange={setAccess} />
        {access.role !== user.role && (
          <Callout icon="info">
            Another role ends {user.id === self.value?.id ? 'your own session' : 'their sessions'}: the next sign-in has the new rights.
          </Callout>
        )}
        <CommandResult command={command} />
        <div class="action-row">
          <button class="button button-main" type="submit" disabled={command.busy || !displayName.trim() || !isComplete(access)}>
            Save
          </button>
          <button class="button" type="button" onClick={onClose}>
            Cancel
          </button>
        </div>
      </form>
    </Dialog>
  );
}

interface ConfirmProps extends EditProps {
  ask: 'link' | 'disable' | 'end' | 'remove';
  change(body: object): Promise<void>;
}

function Confirm({ ask, user, change, onClose, onDone }: ConfirmProps) {
  const own = `${path}/${user.id}`;
  const isSelf = user.id === self.value?.id;
  switch (ask) {
    case 'link':
      return (
        <ConfirmDialog
          title={`New link for ${user.displayName}`}
          button="Make the link"
          work={async () => onDone(await post<InvitedUser>(`${own}/link`, {}))}
          onDone={() => {}}
          onClose={onClose}
        >
          <p>
            The link lets {isSelf ? 'you' : 'them'} choose another password. It ends {isSelf ? 'your' : 'their'} sessions
            {user.secondFactor && ' and turns the second factor off'}, and the current password is not valid any more.
          </p>
        </ConfirmDialog>
      );
    case 'disable':
      return (
        <ConfirmDialog
          title={`Disable ${user.displayName}`}
          button="Disable"
          work={() => change({ disabled: true })}
          onDone={() => {}}
          onClose={onClose}
        >
          <p>They cannot sign in, and their sessions end at once. Their leads stay assigned to them. You can enable them again.</p>
          {isSelf && (
            <Callout icon="warning" tone="warn">
              This is your own account.
            </Callout>
          )}
        </ConfirmDialog>
      );
    case 'end':
      return (
        <ConfirmDialog
          title={`End the sessions of ${user.displayName}`}
          button="End the sessions"
          work={async () => {
            await request(`${own}/sessions`, { method: 'DELETE' });
            onDone(null);
          }}
          onDone={() => {}}
          onClose={onClose}
        >
          <p>
            {isSelf
              ? 'You are signed out everywhere, also here. You sign in again over this page.'
              : 'They are signed out everywhere at once, and can sign in again.'}
          </p>
        </ConfirmDialog>
      );
    case 'remove':
      return (
        <ConfirmDialog
          title={`Remove ${user.displayName}`}
          button="Remove"
          work={async () => {
            await request(own, { method: 'DELETE' });
            onDone(null);
          }}
          onDone={() => {}}
          onClose={onClose}
        >
          <p>Their sessions end at once. What they did keeps their name, and their leads stay assigned to them.</p>
          {isSelf && (
            <Callout icon="warning" tone="warn">
              This is your own account.
            </Callout>
          )}
        </ConfirmDialog>
      );
  }
}
