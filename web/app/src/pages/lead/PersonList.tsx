import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Person } from '../../api/types';
import { roleName } from '../../state/roles';
import { Icon } from '../../parts/Icon';
import { RetryNote } from '../../parts/RetryNote';
import { useRequest } from '../../parts/useRequest';
import { me } from '../../state/me';
import { peopleFor } from './people';

interface Props {
  label: string;
  /** The names of those who have the leads now. */
  current: readonly string[];
  disabled: boolean;
  onChoose(name: string): void;
}

/** The people to whom leads can be assigned, the user first. Enter chooses the first of those that are found. */
export function PersonList({ label, current, disabled, onChoose }: Props) {
  const { data, problem, reload } = useRequest<{ items: Person[] }>('/api/v1/people');
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  useEffect(() => field.current?.focus(), []);
  const found = peopleFor(data?.items ?? [], me.value, text);
  return (
    <div class="people">
      <label for={id}>{label}</label>
      <input
        id={id}
        ref={field}
        class="field"
        type="search"
        placeholder="Find a person"
        autocomplete="off"
        spellcheck={false}
        value={text}
        onInput={(e) => setText(e.currentTarget.value)}
        onKeyDown={(e) => {
          if (e.key !== 'Enter') return;
          e.preventDefault();
          if (found[0] && !disabled) onChoose(found[0].displayName);
        }}
      />
      <ul class="people-found">
        {found.map((p) => (
          <li key={p.id}>
            <button type="button" class="menu-item" disabled={disabled} onClick={() => onChoose(p.displayName)}>
              <span>
                {p.displayName}
                {p.displayName === me.value && ' (me)'}
                {current.includes(p.displayName) && (
                  <>
                    {' '}
                    <Icon name="check" />
                    <span class="unseen">has this lead</span>
                  </>
                )}
              </span>
              <span class="aside">{roleName(p.role)}</span>
            </button>
          </li>
        ))}
        {data && !found.length && <li class="menu-none">Nobody has that name</li>}
        {!data && <li class="menu-none">{problem ? <RetryNote problem={problem} retry={reload} /> : 'Loading'}</li>}
      </ul>
    </div>
  );
}
