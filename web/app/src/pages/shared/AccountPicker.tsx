import { useEffect, useId, useState } from 'preact/hooks';
import type { Account, Page } from '../../api/types';
import { counted } from '../../format/format';
import { useRequest } from '../../parts/useRequest';

const searchDelayMs = 200;

/** Finds an account by part of its name, an alias or its id. */
export function AccountPicker({
  label,
  chosen,
  onChoose,
  except,
}: {
  label: string;
  chosen: Account | null;
  onChoose(account: Account | null): void;
  except?: string;
}) {
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  const id = useId();
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim()), searchDelayMs);
    return () => clearTimeout(timer);
  }, [text]);
  const { data, loading } = useRequest<Page<Account>>(
    asked.length > 1 ? `/api/v1/accounts?limit=8&text=${encodeURIComponent(asked)}` : null,
  );
  const found = asked.length > 1 ? (data?.items ?? []).filter((a) => a.id !== except) : [];
  return (
    <div class="picker">
      <label for={id}>{label}</label>
      {chosen ? (
        <p class="picker-chosen">
          <b>{chosen.name}</b>
          <span class="aside">{chosen.territory ? `territory ${chosen.territory}` : 'no territory'}</span>
          <button class="button button-quiet" type="button" id={id} onClick={() => onChoose(null)}>
            Change
          </button>
        </p>
      ) : (
        <>
          <input
            id={id}
            class="field"
            type="search"
            autocomplete="off"
            placeholder="Part of its name"
            value={text}
            onInput={(e) => setText(e.currentTarget.value)}
          />
          {asked.length > 1 && (
            <ul class="picker-found" aria-live="polite">
              {found.map((a) => (
                <li key={a.id}>
                  <button type="button" class="menu-item" onClick={() => onChoose(a)}>
                    <span>{a.name}</span>
                    <span class="aside">
                      {a.territory ?? 'no territory'}, {counted(a.items, 'item')}
                    </span>
                  </button>
                </li>
              ))}
              {!found.length && <li class="menu-none">{loading ? 'Searching' : 'No account has that name'}</li>}
            </ul>
          )}
        </>
      )}
    </div>
  );
}
