import { useState } from 'preact/hooks';
import type { LeadStatus, LeadType, Priority } from '../../api/types';
import { DropdownButton } from '../../parts/DropdownButton';
import { ExportMenu } from '../../parts/ExportMenu';
import { counted } from '../../format/format';
import { me, ownNames } from '../../state/me';
import { SavedViewsMenu } from './SavedViews';
import { word } from '../../format/words';
import { Icon } from '../../parts/Icon';
import { MultiSelect } from '../../parts/MultiSelect';
import { columns } from '../../parts/LeadTable';
import { SearchField } from '../../parts/SearchField';
import { useTerritories } from '../../parts/useTerritories';
import {
  defaultQuery,
  families,
  firstDescending,
  groupOptions,
  isFiltered,
  leadTypes,
  mine,
  priorities,
  queryParameters,
  sortText,
  statuses,
  type LeadQuery,
  type SortKey,
} from '../../state/leadQuery';
import { updateQuery } from './updateQuery';

const named = (values: readonly string[]) => values.map((value) => ({ value, text: word(value) }));

const types = named(leadTypes);
const bands = named(priorities);
const states = named(statuses);

const groupNames = { '': 'None', account: 'Account', product: 'Product' } as const;

/** The number of filters that are set, apart from the text. */
const setIn = (q: LeadQuery): number =>
  [q.priority, q.type, q.status, q.territory, q.family].filter((v) => v.length).length +
  [q.minScore !== null, q.assignee, q.account, q.snoozed].filter(Boolean).length;

export function Filters({ query, total, names }: { query: LeadQuery; total: number | null; names(): readonly string[] }) {
  const [shown, setShown] = useState(false);
  const territories = useTerritories(query.territory);
  const set = setIn(query);
  const address = `/api/v1/leads/export?${new URLSearchParams(queryParameters(query, true))}`;

  return (
    <div class={`filters${shown ? ' is-shown' : ''}`} role="search">
      <SearchField
        value={query.text}
        label="Search leads by product, serial or account"
        hint="Search leads"
        leaves
        onSearch={(text) => updateQuery({ text }, 'replace')}
      />
      <SavedViewsMenu query={query} />
      <button class={`button filters-toggle${set ? ' is-set' : ''}`} type="button" aria-expanded={shown} onClick={() => setShown(!shown)}>
        <Icon name="filter" />
        Filters{set > 0 && ` (${set})`}
      </button>
      <div class="filters-more">
        <MultiSelect
          label="Priority"
          placeholder="Any"
          options={bands}
          chosen={query.priority}
          onChange={(v) => updateQuery({ priority: ordered(v, priorities) as Priority[] })}
        />
        <MultiSelect
          label="Type"
          placeholder="Any"
          options={types}
          chosen={query.type}
          onChange={(v) => updateQuery({ type: ordered(v, leadTypes) as LeadType[] })}
        />
        <MultiSelect
          label="Status"
          placeholder="Open"
          options={states}
          chosen={query.status}
          onChange={(v) => updateQuery({ status: ordered(v, statuses) as LeadStatus[] })}
        />
        <ScoreFilter from={query.minScore} />
        <MultiSelect
          label="Family"
          placeholder="Any"
          options={plainOptions(families, query.family)}
          chosen={query.family}
          onChange={(v) => updateQuery({ family: [...v].sort() })}
        />
        <MultiSelect
          label="Territory"
          placeholder="Any"
          options={territories}
          chosen={query.territory}
          onChange={(v) => updateQuery({ territory: [...v].sort() })}
        />
        <Assignee assignee={query.assignee} names={names} />
        <Choice
          label="Snoozed"
          value={query.snoozed}
          shown={snoozes.find(([v]) => v === query.snoozed)![1]}
          options={() => snoozes}
          onChoose={(v) => updateQuery({ snoozed: v as LeadQuery['snoozed'] })}
        />
        {query.account && <Chip name="Account" value={query.account} onRemove={() => updateQuery({ account: '' })} />}
        {isFiltered(query) && (
          <button
            class="button button-quiet"
            type="button"
            onClick={() => updateQuery({ ...defaultQuery, sort: query.sort, group: query.group })}
          >
            Clear
          </button>
        )}
      </div>
      <span class="filters-end">
        <label class="sort-select">
          <span>Sort</span>
          <select
            class="field"
            value={sortText(query.sort)}
            onChange={(e) => {
              const text = e.currentTarget.value;
              updateQuery({ sort: { key: text.replace(/^-/, '') as SortKey, descending: text.startsWith('-') } });
            }}
          >
            {columns.flatMap(({ key, name }) => {
              const first = firstDescending(key);
              return [first, !first].map((descending, i) => (
                <option key={`${key}${i}`} value={sortText({ key, descending })}>
                  {name}
                  {i ? ', reversed' : ''}
                </option>
              ));
            })}
          </select>
        </label>
        <label class="group-select">
          <span>Group by</span>
          <select class="field" value={query.group} onChange={(e) => updateQuery({ group: e.currentTarget.value as LeadQuery['group'] })}>
            {groupOptions.map((g) => (
              <option key={g} value={g}>
                {groupNames[g]}
              </option>
            ))}
          </select>
        </label>
        <ExportMenu csv={address} xlsx={`${address}&format=xlsx`} {...(total !== null && { what: counted(total, 'lead') })} />
      </span>
    </div>
  );
}

const plainOptions = (usual: readonly string[], chosen: readonly string[]) =>
  [...new Set([...usual, ...chosen])].map((value) => ({ value, text: value }));

/** Filters by a minimum score. The limits of the priorities are offered. */
const ScoreFilter = ({ from }: { from: number | null }) => (
  <DropdownButton label="Score" value={from === null ? 'Any' : `from ${from}`} isSet={from !== null}>
    {(close) => {
      const choose = (minScore: number | null) => {
        updateQuery({ minScore });
        close();
      };
      return (
        <form
          class="small-form"
          onSubmit={(e) => {
            e.preventDefault();
            const value = Number(new FormData(e.currentTarget).get('from'));
            choose(value > 0 && value <= 100 ? value : null);
          }}
        >
          <label>
            From
            <input
              class="field num"
              type="number"
              name="from"
              min={0}
              max={100}
              step={0.25}
              defaultValue={from === null ? '' : String(from)}
            />
          </label>
          <div class="reasons">
            {[75, 60, 40, null].map((n) => (
              <button key={n} type="button" class="chip" onClick={() => choose(n)}>
                {n ?? 'Any'}
              </button>
            ))}
          </div>
        </form>
      );
    }}
  </DropdownButton>
);

const snoozes: readonly [string, string][] = [
  ['', 'Hidden'],
  ['only', 'Only these'],
  ['all', 'Shown'],
];

/** Filters by assignee: the user, nobody, or another person who has leads. */
function Assignee({ assignee, names }: { assignee: string; names(): readonly string[] }) {
  const name = (n: string): [string, string] => [n, n === me.value ? `${n} (me)` : n];
  const usual: [string, string][] = [
    ['', 'Anybody'],
    ...(ownNames.value.length ? [[mine, 'Mine'] as [string, string]] : []),
    ['none', 'Nobody'],
  ];
  // Read the names when the menu opens: the list changes many times a second.
  const options = () => [
    ...usual,
    ...[...new Set([...names(), assignee])].filter((n) => n && !usual.some(([v]) => v === n) && !ownNames.value.includes(n)).map(name),
  ];
  return (
    <Choice
      label="Assigned to"
      value={assignee}
      shown={usual.find(([v]) => v === assignee)?.[1] ?? name(assignee)[1]}
      options={options}
      onChoose={(v) => updateQuery({ assignee: v })}
    />
  );
}

/** Selects one option. The first is the default. */
const Choice = ({
  label,
  value,
  shown,
  options,
  onChoose,
}: {
  label: string;
  value: string;
  shown: string;
  options(): readonly [string, string][];
  onChoose(value: string): void;
}) => (
  <DropdownButton label={label} value={shown} isSet={value !== ''}>
    {(close) =>
      options().map(([one, text]) => (
        <button
          key={one}
          type="button"
          class="menu-item"
          aria-current={one === value ? 'true' : undefined}
          onClick={() => {
            onChoose(one);
            close();
          }}
        >
          {text}
          {one === value && <Icon name="check" />}
        </button>
      ))
    }
  </DropdownButton>
);

/** The selected values in their usual order. Selecting all is the same as no filter. */
function ordered(chosen: readonly string[], all: readonly string[]): string[] {
  const found = all.filter((v) => chosen.includes(v));
  return found.length === all.length && all !== statuses ? [] : found;
}

const Chip = ({ name, value, onRemove }: { name: string; value: string; onRemove(): void }) => (
  <button class="chip" type="button" onClick={onRemove} aria-label={`${name} ${value}: remove this filter`}>
    {name} <b>{value}</b>
    <Icon name="close" />
  </button>
);
