import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Person } from '../../api/types';
import { Icon } from '../../parts/Icon';
import { conditionsText, moved, targetText, type EditedRow } from './rows';

interface Props {
  rows: readonly EditedRow[];
  people: readonly Person[];
  errors: readonly { row: number; field: string; message: string }[];
  onChange(rows: EditedRow[]): void;
  onEdit(at: number): void;
}

/** The rows in their order, to move, edit and remove. */
export function RowList({ rows, people, errors, onChange, onEdit }: Props) {
  const list = useRef<HTMLOListElement>(null);
  const [last, setLast] = useState<{ key: number; by: -1 | 1; text: string } | null>(null);
  // A moved row takes the focus along.
  useLayoutEffect(() => {
    if (!last) return;
    const buttons = [...list.current!.querySelectorAll<HTMLButtonElement>(`[data-key="${last.key}"] [data-by]`)];
    (buttons.find((b) => b.dataset['by'] === String(last.by) && !b.disabled) ?? buttons.find((b) => !b.disabled))?.focus();
  }, [last]);
  const move = (at: number, by: -1 | 1) => {
    onChange(moved(rows, at, by));
    setLast({ key: rows[at]!.key, by, text: `${rows[at]!.name} is row ${at + by + 1} of ${rows.length}` });
  };
  return (
    <>
      <ol class="assign-rows" ref={list} aria-label="Rows">
        {rows.map((row, i) => {
          const isLast = i === rows.length - 1;
          const wrong = errors.filter((e) => e.row === i + 1);
          return (
            <li key={row.key} data-key={row.key} class={wrong.length ? 'is-wrong' : undefined}>
              <div>
                <b>{row.name || 'Without a name'}</b>
                <p class="aside">{isLast ? 'All leads that no row above gives away' : conditionsText(row)}</p>
                <p>{targetText(row, people)}</p>
                {wrong.map((e) => (
                  <p key={e.field + e.message} class="assign-wrong">
                    <Icon name="warning" /> {e.message}
                  </p>
                ))}
              </div>
              <span class="assign-tools">
                {!isLast && (
                  <>
                    <button
                      class="icon-button"
                      type="button"
                      data-by="-1"
                      aria-label={`Move ${row.name} up`}
                      disabled={i === 0}
                      onClick={() => move(i, -1)}
                    >
                      <Icon name="up" />
                    </button>
                    <button
                      class="icon-button assign-down"
                      type="button"
                      data-by="1"
                      aria-label={`Move ${row.name} down`}
                      disabled={i >= rows.length - 2}
                      onClick={() => move(i, 1)}
                    >
                      <Icon name="up" />
                    </button>
                  </>
                )}
                <button class="icon-button" type="button" aria-label={`Edit ${row.name}`} onClick={() => onEdit(i)}>
                  <Icon name="edit" />
                </button>
                {!isLast && (
                  <button
                    class="icon-button"
                    type="button"
                    aria-label={`Remove ${row.name}`}
                    onClick={() => onChange(rows.filter((r) => r !== row))}
                  >
                    <Icon name="trash" />
                  </button>
                )}
              </span>
            </li>
          );
        })}
      </ol>
      <p class="unseen" role="status">
        {last?.text}
      </p>
    </>
  );
}
