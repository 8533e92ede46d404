import { useEffect, useRef, useState } from 'preact/hooks';
import { getTerritories } from '../../api/client';
import type { LeadStatus, LeadType, Priority } from '../../api/types';
import { word } from '../../format/words';
import { Icon } from '../../parts/Icon';
import { Menu } from '../../parts/Menu';
import { columns } from '../../parts/LeadTable';
import { defaultQuery, firstDescending, isFiltered, leadTypes, priorities, sortText, statuses, type LeadQuery, type SortKey } from '../../state/query';
import { ask } from './Queue';
import { searchField } from './keys';

const named = (values: readonly string[]) => values.map((value) => ({ value, text: word(value) }));

const types = named(leadTypes);
const bands = named(priorities);
const states = named(statuses);

/** Typing is over when nothing has been typed for this long. */
const pause = 250;

export function Filters({ query }: { query: LeadQuery }) {
  const [territories, setTerritories] = useState<string[]>([]);
  useEffect(() => {
    const aborter = new AbortController();
    // Without the list, the territories that are already chosen can still be seen and taken away.
    getTerritories(aborter.signal).then((found) => setTerritories(found.map((t) => t.id).sort()), () => {});
    return () => aborter.abort();
  }, []);
  const known = [...new Set([...territories, ...query.territory])].map((value) => ({ value, text: value }));

  return (
    <div class="filters" role="search">
      <Search text={query.text} />
      <Menu label="Priority" none="Any" options={bands} chosen={query.priority} onChange={(v) => ask({ priority: ordered(v, priorities) as Priority[] })} />
      <Menu label="Type" none="Any" options={types} chosen={query.type} onChange={(v) => ask({ type: ordered(v, leadTypes) as LeadType[] })} />
      <Menu label="Status" none="Open" options={states} chosen={query.status} onChange={(v) => ask({ status: ordered(v, statuses) as LeadStatus[] })} />
      <Menu label="Territory" none="Any" options={known} chosen={query.territory} onChange={(v) => ask({ territory: [...v].sort() })} />
      {query.account && <Chip name="Account" value={query.account} onRemove={() => ask({ account: '' })} />}
      {query.minScore !== null && <Chip name="Score from" value={String(query.minScore)} onRemove={() => ask({ minScore: null })} />}
      {isFiltered(query) && (
        <button class="button button-quiet" type="button" onClick={() => ask({ ...defaultQuery, sort: query.sort })}>
          Clear
        </button>
      )}
      <label class="sort-select">
        <span>Sort</span>
        <select
          class="field"
          value={sortText(query.sort)}
          onChange={(e) => {
            const text = e.currentTarget.value;
            ask({ sort: { key: text.replace(/^-/, '') as SortKey, descending: text.startsWith('-') } });
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
    </div>
  );
}

/** The chosen in the order of all, or none when all are chosen and that says nothing. */
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

function Search({ text }: { text: string }) {
  const [typed, setTyped] = useState(text);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const asked = useRef(text);
  useEffect(() => {
    if (text !== asked.current) setTyped(text);
    asked.current = text;
  }, [text]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const search = (value: string, wait: number) => {
    setTyped(value);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      asked.current = value.trim();
      ask({ text: value.trim() }, 'replace');
    }, wait);
  };
  return (
    <div class="search">
      <Icon name="search" />
      <input
        id={searchField}
        class="field"
        type="search"
        placeholder="Search leads"
        aria-label="Search leads by product, serial or account"
        autocomplete="off"
        spellcheck={false}
        value={typed}
        onInput={(e) => search(e.currentTarget.value, pause)}
        onKeyDown={(e) => {
          if (e.key === 'Escape') {
            e.preventDefault();
            e.stopPropagation();
            if (typed) search('', 0);
            else e.currentTarget.blur();
          } else if (e.key === 'Enter') {
            search(typed, 0);
            e.currentTarget.blur();
          }
        }}
      />
    </div>
  );
}
