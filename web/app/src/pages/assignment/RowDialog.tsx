import { useState } from 'preact/hooks';
import type { LeadType, Person, Priority } from '../../api/types';
import { word } from '../../format/words';
import { Dialog } from '../../parts/Dialog';
import { Icon } from '../../parts/Icon';
import { CheckboxList } from '../../parts/MultiSelect';
import { useTerritories } from '../../parts/useTerritories';
import { families, leadTypes, priorities } from '../../state/leadQuery';
import type { EditedRow } from './rows';

interface Props {
  row: EditedRow;
  people: readonly Person[];
  /** The last row has no conditions. */
  isLast: boolean;
  title: string;
  onDone(row: EditedRow): void;
  onClose(): void;
}

const targets: readonly [string, string][] = [
  ['in_turn', 'Several people in turn'],
  ['person', 'One person'],
  ['account_manager', "The account's manager"],
  ['nobody', 'Nobody'],
];

const linesOf = (text: string): string[] => [
  ...new Set(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean),
  ),
];

/** Edits a row: which leads it concerns, and to whom it gives them. */
export function RowDialog({ row, people, isLast, title, onDone, onClose }: Props) {
  const [edited, setEdited] = useState(row);
  const [managers, setManagers] = useState((row.accountManagers ?? []).join('\n'));
  const territories = useTerritories(row.territories ?? []);
  const set = (change: Partial<EditedRow>) => setEdited({ ...edited, ...change });
  const named = edited.to === 'person' || edited.to === 'in_turn';
  return (
    <Dialog title={title} onClose={onClose} wide>
      <form
        class="ask assign-row"
        onSubmit={(e) => {
          e.preventDefault();
          onDone({
            ...edited,
            name: edited.name?.trim() ?? '',
            accountManagers: linesOf(managers),
            people: named ? (edited.people ?? []) : [],
          });
        }}
      >
        <label>
          Name
          <input
            class="field"
            value={edited.name ?? ''}
            required
            maxLength={100}
            autocomplete="off"
            onInput={(e) => set({ name: e.currentTarget.value })}
          />
          <small class="aside">It stands in the history of each lead that the row gives away.</small>
        </label>
        {!isLast && (
          <div class="assign-conditions">
            <Choices name="Territories">
              <CheckboxList
                label="Territories"
                options={territories}
                chosen={edited.territories ?? []}
                onChange={(v) => set({ territories: v })}
              />
            </Choices>
            <Choices name="Product families">
              <CheckboxList
                label="Families"
                options={[...new Set([...families, ...(row.families ?? [])])].map((f) => ({ value: f, text: f }))}
                chosen={edited.families ?? []}
                onChange={(v) => set({ families: v })}
              />
            </Choices>
            <Choices name="Lead types">
              <CheckboxList
                label="Types"
                options={leadTypes.map((t) => ({ value: t, text: word(t) }))}
                chosen={edited.types ?? []}
                onChange={(v) => set({ types: v as LeadType[] })}
              />
            </Choices>
            <div class="assign-more">
              <label>
                Lowest priority
                <select
                  class="field"
                  value={edited.minPriority ?? ''}
                  onChange={(e) => set({ minPriority: (e.currentTarget.value || null) as Priority | null })}
                >
                  <option value="">Any</option>
                  {priorities.map((p) => (
                    <option key={p} value={p}>
                      {word(p)}
                    </option>
                  ))}
                </select>
              </label>
              <label>
                Account managers
                <textarea
                  class="field field-tall"
                  rows={3}
                  value={managers}
                  placeholder="One name on each line"
                  spellcheck={false}
                  onInput={(e) => setManagers(e.currentTarget.value)}
                />
              </label>
            </div>
          </div>
        )}
        <label>
          These leads go to
          <select class="field" value={edited.to ?? 'nobody'} onChange={(e) => set({ to: e.currentTarget.value })}>
            {targets.map(([value, text]) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        </label>
        {named && <People edited={edited} people={people} set={set} />}
        <div class="action-row">
          <button class="button button-main" type="submit" disabled={!edited.name?.trim() || (named && !edited.people?.length)}>
            Take over
          </button>
          <button class="button" type="button" onClick={onClose}>
            Cancel
          </button>
        </div>
      </form>
    </Dialog>
  );
}

const Choices = ({ name, children }: { name: string; children: preact.ComponentChildren }) => (
  <fieldset class="choices">
    <legend>{name}</legend>
    {children}
  </fieldset>
);

/** The people of a row, each with an optional capacity. */
function People({ edited, people, set }: { edited: EditedRow; people: readonly Person[]; set(change: Partial<EditedRow>): void }) {
  const chosen = edited.people ?? [];
  const most = edited.to === 'person' ? 1 : Infinity;
  const free = people.filter((p) => !chosen.some((c) => c?.person === p.id));
  return (
    <fieldset class="choices">
      <legend>{edited.to === 'person' ? 'Person' : 'People'}</legend>
      {chosen.length > 0 && (
        <ul class="assign-people">
          {chosen.map((share) => {
            if (!share) return null;
            const name = people.find((p) => p.id === share.person)?.displayName ?? share.name ?? 'Somebody who has left';
            return (
              <li key={share.person}>
                <span>{name}</span>
                <label>
                  <span>up to</span>
                  <input
                    class="field num"
                    type="number"
                    min={1}
                    max={100000}
                    placeholder="any"
                    aria-label={`Capacity of ${name}: open leads`}
                    value={share.capacity ?? ''}
                    onInput={(e) => {
                      const capacity = e.currentTarget.value === '' ? null : Number(e.currentTarget.value);
                      set({ people: chosen.map((c) => (c === share ? { ...share, capacity } : c)) });
                    }}
                  />
                  <span>open leads</span>
                </label>
                <button
                  class="icon-button"
                  type="button"
                  aria-label={`Remove ${name}`}
                  onClick={() => set({ people: chosen.filter((c) => c !== share) })}
                >
                  <Icon name="close" />
                </button>
              </li>
            );
          })}
        </ul>
      )}
      {chosen.length < most && (
        <select
          class="field"
          aria-label="Add a person"
          value=""
          onChange={(e) => {
            const id = e.currentTarget.value;
            e.currentTarget.value = '';
            if (id) set({ people: [...chosen, { person: id, capacity: null, name: null }] });
          }}
        >
          <option value="">{chosen.length ? 'Add another person' : 'Choose a person'}</option>
          {free.map((p) => (
            <option key={p.id} value={p.id}>
              {p.displayName}
            </option>
          ))}
        </select>
      )}
      <small class="aside">
        {edited.to === 'person'
          ? 'While the person is absent, the deputy gets the leads.'
          : 'Whoever has the fewest open leads for their capacity is next. Who is absent or at capacity loses the turn.'}
      </small>
    </fieldset>
  );
}
