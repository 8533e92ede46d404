import { useState } from 'preact/hooks';
import { post } from '../../api/http';
import type { Session, SessionUser } from '../../api/types';
import { roleLine, roleName } from '../../state/roles';
import { Icon } from '../../parts/Icon';
import { Link } from '../../parts/Link';
import { PasswordField } from '../../parts/PasswordField';
import { checkSession, enter, may, signOut, user } from '../../state/session';
import { viewWith } from '../../state/url';
import { AbsenceForm } from '../shared/AbsenceForm';
import { CommandResult } from '../shared/CommandResult';
import { PageHeader } from '../shared/PageHeader';
import { Panel } from '../shared/Panel';
import '../shared/shared.css';
import { useCommand } from '../shared/useCommand';
import './profile.css';
import { SecondFactorPanel } from './SecondFactor';
import { SessionsPanel } from './Sessions';

/** Who the user is, what they see, and how they sign in. */
export function ProfilePage() {
  const person = user.value;
  const leave = useCommand();
  if (!person)
    return (
      <div class="page view">
        <PageHeader title="Your profile" />
        <Panel title="Nobody has signed in">
          <p class="panel-note">
            There are no users yet, so nobody has to sign in.{' '}
            <Link to={viewWith('users')} class="text-link">
              Add the first user
            </Link>
          </p>
        </Panel>
      </div>
    );
  return (
    <div class="page view profile">
      <PageHeader title="Your profile" sub={person.name}>
        <button class="button" type="button" disabled={leave.busy} onClick={() => void leave.run(signOut)}>
          <Icon name="out" />
          <span>Sign out</span>
        </button>
      </PageHeader>
      <CommandResult command={leave} />
      <Person person={person} />
      {may('work_leads') && (
        <Panel title="Absence" note="While you are absent, rules give your new leads to your deputy, or to others of your team.">
          <div class="view-pad">
            <AbsenceForm person={person} path="/api/v1/session/absence" onDone={() => void checkSession()} />
          </div>
        </Panel>
      )}
      {person.hasPassword ? (
        <div class="view-two">
          <Password />
          <SecondFactorPanel person={person} />
        </div>
      ) : (
        <Panel title="Sign-in">
          <p class="panel-note">You sign in with a provider, which keeps your password and your second factor.</p>
        </Panel>
      )}
      <SessionsPanel />
    </div>
  );
}

const Person = ({ person }: { person: SessionUser }) => (
  <Panel title={person.displayName} note="An administrator changes your name and role.">
    <dl class="facts view-pad">
      <div>
        <dt>Role</dt>
        <dd>
          {roleName(person.role)}
          <span class="profile-line">{roleLine(person.role)}</span>
        </dd>
      </div>
      <div>
        <dt>Accounts</dt>
        <dd>{person.seesAllAccounts ? 'All' : 'Yours: lists and totals are those of your accounts'}</dd>
      </div>
      <div>
        <dt>Sensitive fields</dt>
        <dd>
          {person.seesSensitive ? 'Shown' : 'Masked'}
          <span class="profile-line">Annual revenue, and the names, addresses and numbers of contacts.</span>
        </dd>
      </div>
    </dl>
  </Panel>
);

function Password() {
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const command = useCommand();
  const change = () =>
    void command.run(async () => {
      enter(await post<Session>('/api/v1/session/password', { current, password }));
      setCurrent('');
      setPassword('');
      return 'The password is changed. Your other sessions have ended.';
    });
  return (
    <Panel title="Password">
      <form
        class="ask view-pad"
        onSubmit={(e) => {
          e.preventDefault();
          change();
        }}
      >
        {/* Tells password managers whose password this is. */}
        <input class="unseen" type="text" autocomplete="username" value={user.value?.name} readOnly tabIndex={-1} aria-hidden="true" />
        <PasswordField label="Current password" value={current} onInput={setCurrent} />
        <PasswordField label="New password" value={password} isNew onInput={setPassword} />
        <CommandResult command={command} />
        <div class="action-row">
          <button class="button" type="submit" disabled={command.busy || !current || !password}>
            Change the password
          </button>
        </div>
      </form>
    </Panel>
  );
}
