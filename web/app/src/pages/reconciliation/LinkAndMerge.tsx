import { useState } from 'preact/hooks';
import type { Account, Decision } from '../../api/types';
import { linkKey } from '../../api/account';
import { request } from '../../api/http';
import { keyPart, keyText } from '../../format/keys';
import { DataTable, type Column } from '../../parts/DataTable';
import { EmptyState } from '../../parts/EmptyState';
import { Link } from '../../parts/Link';
import { accountAt, viewWith } from '../../state/url';
import { AccountPicker } from '../shared/AccountPicker';
import { Panel } from '../shared/Panel';
import { matchReason } from '../shared/matchReasons';
import { CommandResult } from '../shared/CommandResult';
import { useCommand } from '../shared/useCommand';

/** Links a key or merges an account by hand. */
export function LinkAndMerge({ again: reload }: { again(): void }) {
  const [from, setFrom] = useState<Account | null>(null);
  const [key, setKey] = useState('');
  const [to, setTo] = useState<Account | null>(null);
  const command = useCommand();
  const what = key.trim() || from?.id || '';
  return (
    <Panel title="Link by hand" note="A decision by hand overrides the rules until the next decision by hand. Undo it under Decisions.">
      <form
        class="by-hand"
        onSubmit={(e) => {
          e.preventDefault();
          if (!what || !to) return;
          void command
            .run(async () => {
              await linkKey(what, to.id);
              return `${keyText(what)} now belongs to ${to.name}.`;
            })
            .then((ok) => {
              if (!ok) return;
              setFrom(null);
              setKey('');
              setTo(null);
              reload();
            });
        }}
      >
        <div class="by-hand-side">
          <AccountPicker label="This account" chosen={from} onChoose={setFrom} />
          <label class="by-hand-key">
            or this source key
            <input class="field mono" placeholder="territory:56121" value={key} onInput={(e) => setKey(e.currentTarget.value)} />
          </label>
        </div>
        <div class="by-hand-side">
          <AccountPicker label="belongs to this one" chosen={to} onChoose={setTo} {...(from ? { except: from.id } : {})} />
        </div>
        <div class="action-row">
          <button class="button button-main" type="submit" disabled={!what || !to || command.busy}>
            Link
          </button>
        </div>
        <CommandResult command={command} />
      </form>
    </Panel>
  );
}

const mapped = new Set(['territory_mapping', 'manual_mapping']);

/** The names of territories and the aliases of companies. */
export function NameMappings({ decisions, again }: { decisions: Decision[]; again(): void }) {
  const held = decisions.filter((d) => mapped.has(d.rule));
  const columns: Column<Decision>[] = [
    { key: 'key', name: 'Key', card: 'title', cell: (d) => <b>{keyText(d.key)}</b>, sort: (d) => keyText(d.key) },
    { key: 'name', name: 'Name in the list', cell: (d) => d.name ?? d.matched ?? '–', sort: (d) => d.name ?? d.matched ?? null },
    {
      key: 'to',
      name: 'Account',
      cell: (d) => (
        <Link to={accountAt(d.to)} class="text-link">
          {d.matched ?? keyText(d.to)}
        </Link>
      ),
    },
    { key: 'rule', name: 'By', width: 180, cell: (d) => matchReason(d.rule), sort: (d) => d.rule },
  ];
  return (
    <div class="names">
      <div class="view-two">
        <NameForm
          title="Name a territory"
          note="Records of this territory without a name belong to this company."
          from="Territory"
          placeholder="56135"
          entity={(territory) => keyPart(territory)}
          data={(_, name) => ({ name })}
          again={again}
        />
        <NameForm
          title="Add a company alias"
          note="Records under the other name belong to this company, in every territory."
          from="Alias"
          placeholder="QM Holding"
          entity={(alias) => `alias:${keyPart(alias)}`}
          data={(alias, name) => ({ name, alias })}
          again={again}
        />
      </div>
      <Panel
        title="In force"
        note={
          <>
            Decisions that these lists made. To add many names at once, import a territory file (.yaml) under{' '}
            <Link to={viewWith('imports')} class="text-link">
              Imports
            </Link>
            . Names without a matching record are stored but not listed here.
          </>
        }
      >
        <DataTable
          label="In force"
          rows={held}
          id={(d) => d.key}
          columns={columns}
          empty={
            <EmptyState title="No listed name matches a record">
              Records of other territories go to the account with the most opportunities there.
            </EmptyState>
          }
        />
      </Panel>
    </div>
  );
}

interface NameProps {
  title: string;
  note: string;
  from: string;
  placeholder: string;
  entity(from: string): string;
  data(from: string, name: string): Record<string, string>;
  again(): void;
}

function NameForm({ title, note, from, placeholder, entity, data, again }: NameProps) {
  const [value, setValue] = useState('');
  const [name, setName] = useState('');
  const command = useCommand();
  const given = value.trim() && name.trim();
  return (
    <Panel title={title} note={note}>
      <form
        class="name-form"
        onSubmit={(e) => {
          e.preventDefault();
          if (!given) return;
          void command
            .run(async () => {
              const id = entity(value.trim());
              // One list for the tenant: the latest entry for a name counts.
              const event = {
                kind: 'territory_mapping',
                id: `${id}:${Date.now()}`,
                source: 'dashboard',
                entity: id,
                data: data(value.trim(), name.trim()),
              };
              await request<unknown>('/api/v1/events', {
                method: 'POST',
                headers: { 'content-type': 'application/json' },
                body: JSON.stringify(event),
              });
              return `${value.trim()} now belongs to ${name.trim()}. Records are matched in a moment.`;
            })
            .then((ok) => {
              if (!ok) return;
              setValue('');
              setName('');
              setTimeout(again, 1_500);
            });
        }}
      >
        <label>
          {from}
          <input
            class="field"
            required
            maxLength={200}
            placeholder={placeholder}
            value={value}
            onInput={(e) => setValue(e.currentTarget.value)}
          />
        </label>
        <label>
          Company
          <input
            class="field"
            required
            maxLength={400}
            placeholder="Its name in the account list"
            value={name}
            onInput={(e) => setName(e.currentTarget.value)}
          />
        </label>
        <button class="button" type="submit" disabled={!given || command.busy}>
          Add
        </button>
        <CommandResult command={command} />
      </form>
    </Panel>
  );
}
