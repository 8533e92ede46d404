import { useEffect, useRef, useState } from 'preact/hooks';
import { post } from '../../api/http';
import type { Session } from '../../api/types';
import { PasswordField } from '../../parts/PasswordField';
import { navigate } from '../../state/router';
import { enter } from '../../state/session';
import { viewWith } from '../../state/url';
import { EntryCard, useSend } from './EntryCard';
import { useToken } from './useToken';

/** Makes the first administrator with the link that the server has printed. */
export function FirstUser() {
  const token = useToken();
  const [name, setName] = useState('');
  const [displayName, setDisplayName] = useState('');
  const [password, setPassword] = useState('');
  const form = useSend();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <EntryCard
      title="The first administrator"
      intro={<p>You will add the other users. From then on everybody signs in.</p>}
      button="Create the administrator"
      {...form}
      onSend={() =>
        form.send(async () => {
          const next = await post<Session>('/api/v1/session/first-user', {
            token,
            name: name.trim(),
            displayName: displayName.trim() || null,
            password,
          });
          navigate(viewWith('users'), 'replace');
          enter(next);
        })
      }
    >
      <label>
        Name
        <input
          class="field"
          value={name}
          required
          maxLength={200}
          ref={field}
          placeholder="E-mail address or short name"
          autocomplete="username"
          autocapitalize="none"
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
          placeholder={name.trim() || 'Ada Lovelace'}
          autocomplete="name"
          onInput={(e) => setDisplayName(e.currentTarget.value)}
        />
      </label>
      <PasswordField label="Password" value={password} isNew onInput={setPassword} />
    </EntryCard>
  );
}
