import { useEffect, useRef, useState } from 'preact/hooks';
import { post } from '../../api/http';
import type { Session } from '../../api/types';
import { PasswordField } from '../../parts/PasswordField';
import { navigate } from '../../state/router';
import { enter } from '../../state/session';
import { overview } from '../../state/url';
import { EntryCard, useSend } from './EntryCard';
import { useToken } from './useToken';

/** Sets a password with the link that an administrator has handed out, and signs in. */
export function Welcome() {
  const token = useToken();
  const [password, setPassword] = useState('');
  const form = useSend();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <EntryCard
      title="Choose a password"
      intro={<p>You sign in with it from now on. The link works once.</p>}
      button="Set the password and sign in"
      {...form}
      onSend={() =>
        form.send(async () => {
          const next = await post<Session>('/api/v1/session/link', { token, password });
          navigate(overview, 'replace');
          enter(next);
        })
      }
    >
      <PasswordField label="New password" value={password} isNew field={field} onInput={setPassword} />
    </EntryCard>
  );
}
