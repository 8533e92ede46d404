import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { post } from '../../api/http';
import type { SecondFactor, Session, SessionUser } from '../../api/types';
import { counted } from '../../format/format';
import { Callout } from '../../parts/Callout';
import { Dialog } from '../../parts/Dialog';
import { Icon } from '../../parts/Icon';
import { PasswordField } from '../../parts/PasswordField';
import { checkSession, enter } from '../../state/session';
import { Badge } from '../shared/Badge';
import { CommandResult } from '../shared/CommandResult';
import { Panel } from '../shared/Panel';
import { useCommand } from '../shared/useCommand';
import { qrPath } from './qr';

const path = '/api/v1/session/second-factor';
/** Fewer recovery codes than this are a reason to make new ones. */
const fewCodes = 3;

/** Turns the second factor on and off. */
export function SecondFactorPanel({ person }: { person: SessionUser }) {
  const [open, setOpen] = useState<'on' | 'off' | null>(null);
  const close = () => setOpen(null);
  return (
    <Panel
      title="Second factor"
      tools={
        person.secondFactor && (
          <Badge tone="good" icon="check">
            On
          </Badge>
        )
      }
    >
      <div class="view-pad view-stack">
        <p>
          {person.secondFactor
            ? `You sign in with a code of your authenticator app. ${counted(person.recoveryCodes, 'recovery code')} left.`
            : 'A code of an authenticator app on your phone, asked for in addition to the password.'}
        </p>
        {person.secondFactor && person.recoveryCodes < fewCodes && (
          <Callout icon="warning" tone="warn">
            Turn the second factor off and on again to get new recovery codes.
          </Callout>
        )}
        <div class="action-row">
          {person.secondFactor ? (
            <button class="button" type="button" onClick={() => setOpen('off')}>
              Turn it off
            </button>
          ) : (
            <button class="button" type="button" onClick={() => setOpen('on')}>
              Set it up
            </button>
          )}
        </div>
      </div>
      {open === 'on' && <TurnOn onClose={close} />}
      {open === 'off' && <TurnOff onClose={close} />}
    </Panel>
  );
}

/** Asks for the password, shows the secret, takes a code, and shows the recovery codes. */
export function TurnOn({ onClose }: { onClose(): void }) {
  const [secret, setSecret] = useState<SecondFactor | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const end = () => {
    onClose();
    // Now the page says that it is on.
    void checkSession().catch(() => {});
  };
  if (codes) return <RecoveryCodes codes={codes} onClose={end} />;
  return (
    <Dialog title="Set up the second factor" onClose={onClose}>
      {secret ? <Scan secret={secret} onDone={setCodes} onClose={onClose} /> : <Confirm onDone={setSecret} onClose={onClose} />}
    </Dialog>
  );
}

function Confirm({ onDone, onClose }: { onDone(secret: SecondFactor): void; onClose(): void }) {
  const [current, setCurrent] = useState('');
  const command = useCommand();
  return (
    <form
      class="ask"
      onSubmit={(e) => {
        e.preventDefault();
        void command.run(async () => onDone(await post<SecondFactor>(path, { current })));
      }}
    >
      <PasswordField label="Current password" value={current} onInput={setCurrent} />
      <CommandResult command={command} />
      <Buttons text="Continue" off={command.busy || !current} onClose={onClose} />
    </form>
  );
}

function Scan({ secret, onDone, onClose }: { secret: SecondFactor; onDone(codes: readonly string[]): void; onClose(): void }) {
  const [code, setCode] = useState('');
  const command = useCommand();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const { path: dark, side } = useMemo(() => qrPath(secret.uri), [secret.uri]);
  return (
    <form
      class="ask"
      onSubmit={(e) => {
        e.preventDefault();
        void command.run(async () => onDone((await post<{ codes: string[] }>(path, { code: code.trim() }, 'PUT')).codes));
      }}
    >
      <p>Scan this with an authenticator app, or type the key into it.</p>
      <div class="qr">
        <svg viewBox={`0 0 ${side} ${side}`} role="img" aria-label="QR code for the authenticator app" shape-rendering="crispEdges">
          <path class="qr-light" d={`M0 0h${side}v${side}H0z`} />
          <path class="qr-dark" d={dark} />
        </svg>
        <p>
          <span class="aside">Key</span>
          <code class="qr-key">{secret.key.match(/.{1,4}/g)?.join(' ')}</code>
        </p>
      </div>
      <label>
        Code that the app shows
        <input
          class="field mono"
          value={code}
          required
          ref={field}
          inputMode="numeric"
          maxLength={10}
          autocomplete="one-time-code"
          onInput={(e) => setCode(e.currentTarget.value)}
        />
      </label>
      <CommandResult command={command} />
      <Buttons text="Turn it on" off={command.busy || !code.trim()} onClose={onClose} />
    </form>
  );
}

const RecoveryCodes = ({ codes, onClose }: { codes: readonly string[]; onClose(): void }) => {
  const [copied, setCopied] = useState(false);
  return (
    <Dialog
      title="Recovery codes"
      onClose={onClose}
      foot={
        <>
          <button class="button button-main" type="button" onClick={onClose}>
            I have kept them
          </button>
          {navigator.clipboard && (
            <button
              class="button"
              type="button"
              onClick={() =>
                void navigator.clipboard.writeText(codes.join('\n')).then(
                  () => setCopied(true),
                  () => {},
                )
              }
            >
              <Icon name={copied ? 'check' : 'copy'} />
              <span role="status">{copied ? 'Copied' : 'Copy'}</span>
            </button>
          )}
          <button class="button" type="button" onClick={() => print()}>
            <Icon name="print" />
            <span>Print</span>
          </button>
        </>
      }
    >
      <p>
        The second factor is on. If the phone is lost, one of these codes takes its place. Each works once, and they are not shown again.
      </p>
      <ul class="recovery mono">
        {codes.map((c) => (
          <li key={c}>{c}</li>
        ))}
      </ul>
    </Dialog>
  );
};

function TurnOff({ onClose }: { onClose(): void }) {
  const [current, setCurrent] = useState('');
  const [code, setCode] = useState('');
  const command = useCommand();
  return (
    <Dialog title="Turn the second factor off" onClose={onClose}>
      <form
        class="ask"
        onSubmit={(e) => {
          e.preventDefault();
          void command.run(async () => {
            enter(await post<Session>(path, { current, code: code.trim() }, 'DELETE'));
            onClose();
          });
        }}
      >
        <PasswordField label="Current password" value={current} onInput={setCurrent} />
        <label>
          Code
          <input
            class="field mono"
            value={code}
            required
            maxLength={40}
            autocomplete="one-time-code"
            onInput={(e) => setCode(e.currentTarget.value)}
          />
          <small class="aside">Of your authenticator app, or a recovery code.</small>
        </label>
        <CommandResult command={command} />
        <Buttons text="Turn it off" off={command.busy || !current || !code.trim()} onClose={onClose} />
      </form>
    </Dialog>
  );
}

const Buttons = ({ text, off, onClose }: { text: string; off: boolean; onClose(): void }) => (
  <div class="action-row">
    <button class="button button-main" type="submit" disabled={off}>
      {text}
    </button>
    <button class="button" type="button" onClick={onClose}>
      Cancel
    </button>
  </div>
);
