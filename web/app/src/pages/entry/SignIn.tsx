import { useEffect, useRef, useState } from 'preact/hooks';
import { Problem, request } from '../../api/http';
import type { Session } from '../../api/types';
import { Callout } from '../../parts/Callout';
import { PasswordField } from '../../parts/PasswordField';
import { enter, session, user } from '../../state/session';
import { EntryCard, useSend } from './EntryCard';
import { organisationHeader, providerAddress, providerProblem } from './providers';

/** Signs in with a name and a password, and a code where a second factor is on, or with another provider. */
export function SignIn({ reason }: { reason?: string }) {
  const [organisation, setOrganisation] = useState(session.peek()?.organisation ?? '');
  const [name, setName] = useState(user.peek()?.name ?? '');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [needsCode, setNeedsCode] = useState(false);
  const form = useSend();
  const first = useRef<HTMLInputElement>(null);
  const second = useRef<HTMLInputElement>(null);
  const third = useRef<HTMLInputElement>(null);
  useEffect(() => (name ? second : first).current?.focus(), []);
  useEffect(() => {
    if (needsCode) third.current?.focus();
  }, [needsCode]);
  const [providers, setProviders] = useState(session.value?.providers ?? []);
  const of = session.value?.hasOrganisations ? organisationHeader(organisation) : {};
  // Each organisation has its own.
  const loadProviders = () =>
    request<Session>('/api/v1/session', { headers: of }).then(
      ({ body }) => setProviders(body.providers),
      () => setProviders([]),
    );
  const refused = providerProblem(location.search);

  const send = () =>
    form.send(async () => {
      try {
        const { body } = await request<Session>('/api/v1/session', {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...of },
          body: JSON.stringify({ name: name.trim(), password, code: needsCode ? code.trim() : null }),
        });
        enter(body);
      } catch (error) {
        if (!(error instanceof Problem) || error.kind !== 'code-required') throw error;
        // The first answer asks for the code; it is no failure.
        if (needsCode) throw error;
        setNeedsCode(true);
      }
    });
  return (
    <EntryCard
      title="Sign in"
      intro={
        reason ? (
          <Callout icon="lock" role="status">
            {reason}
          </Callout>
        ) : (
          refused && (
            <Callout icon="warning" tone="warn" role="alert">
              {refused}
            </Callout>
          )
        )
      }
      button={form.busy ? 'Signing in …' : 'Sign in'}
      {...form}
      onSend={send}
      after={
        <>
          {providers.length > 0 && (
            <div class="entry-providers">
              <p class="entry-or">or</p>
              {providers.map((p) => (
                <a key={p.name} class="button" href={providerAddress(p.url, location)}>
                  {p.title}
                </a>
              ))}
            </div>
          )}
          <p class="entry-note">Password or second factor lost? Ask an administrator for a link.</p>
        </>
      }
    >
      {session.value?.hasOrganisations && (
        <label>
          Organisation
          <input
            class="field"
            value={organisation}
            maxLength={40}
            placeholder="Empty: the main one"
            autocomplete="organization"
            autocapitalize="none"
            spellcheck={false}
            onInput={(e) => setOrganisation(e.currentTarget.value)}
            onBlur={loadProviders}
          />
        </label>
      )}
      <label>
        Name
        <input
          ref={first}
          class="field"
          value={name}
          required
          maxLength={200}
          placeholder="E-mail address or short name"
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          onInput={(e) => {
            setName(e.currentTarget.value);
            setNeedsCode(false);
          }}
        />
      </label>
      <PasswordField label="Password" value={password} field={second} onInput={setPassword} />
      {needsCode && (
        <label>
          Code
          <input
            ref={third}
            class="field mono"
            value={code}
            required
            maxLength={40}
            autocomplete="one-time-code"
            autocapitalize="none"
            spellcheck={false}
            aria-describedby="code-hint"
            onInput={(e) => setCode(e.currentTarget.value)}
          />
          <small id="code-hint" class="aside">
            Of your authenticator app, or a recovery code.
          </small>
        </label>
      )}
    </EntryCard>
  );
}
