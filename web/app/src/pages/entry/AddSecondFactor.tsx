import { useState } from 'preact/hooks';
import { signOut } from '../../state/session';
import { TurnOn } from '../profile/SecondFactor';
import { EntryCard, useSend } from './EntryCard';

/** For those whose role needs a second factor and who have none: they set one up before anything else. */
export function AddSecondFactor() {
  const [open, setOpen] = useState(false);
  const leave = useSend();
  return (
    <>
      <EntryCard
        title="A second factor is required"
        intro={<p>Your role needs a code of an authenticator app in addition to the password. Set it up to go on.</p>}
        button="Set it up"
        problem={leave.problem}
        busy={leave.busy}
        onSend={() => setOpen(true)}
        after={
          <p class="entry-note">
            <button class="text-link" type="button" onClick={() => leave.send(signOut)}>
              Sign out
            </button>
          </p>
        }
      >
        {null}
      </EntryCard>
      {open && <TurnOn onClose={() => setOpen(false)} />}
    </>
  );
}
