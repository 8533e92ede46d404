import { useEffect, useState } from 'preact/hooks';
import type { Assignment, Person } from '../../api/types';
import { count, counted, moment } from '../../format/format';
import { Callout } from '../../parts/Callout';
import { Icon } from '../../parts/Icon';
import { Link } from '../../parts/Link';
import { Failure } from '../../parts/Notice';
import { Skeleton } from '../../parts/Skeleton';
import { useRequest } from '../../parts/useRequest';
import { leadsWith } from '../../state/url';
import { CommandResult } from '../shared/CommandResult';
import { ConfirmDialog } from '../shared/ConfirmDialog';
import { Panel } from '../shared/Panel';
import { useCommand } from '../shared/useCommand';
import { Preview, previewText } from './Preview';
import { RowDialog } from './RowDialog';
import { RowList } from './RowList';
import { bodyOf, editable, emptyRow, isSame, lastRow, withRow, type EditedRow } from './rows';
import type { AssignmentState } from './useAssignment';
import { usePreview } from './usePreview';

/** The rows of the draft, and beside them what they would do. */
export function RuleRows({ assignment }: { assignment: AssignmentState }) {
  const { answer, problem, reload } = assignment;
  if (problem && !answer) return <Failure problem={problem} again={reload} />;
  return answer ? <Editor key={answer.etag} assignment={assignment} saved={answer.body} /> : <Skeleton rows={6} />;
}

const stored = ({ draft, published }: Assignment): EditedRow[] =>
  draft ? editable(draft.rows) : published ? editable(published.rows) : [lastRow()];

function Editor({ assignment, saved }: { assignment: AssignmentState; saved: Assignment }) {
  const [before] = useState(() => stored(saved));
  const [rows, setRows] = useState(before);
  const [editing, setEditing] = useState<{ row: EditedRow; at: number | null } | null>(null);
  const [publishing, setPublishing] = useState(false);
  const people = useRequest<{ items: Person[] }>('/api/v1/people').data?.items ?? [];
  const { preview, errors, problem } = usePreview(rows);
  const command = useCommand();
  const isChanged = !isSame(rows, before);
  const { published, draft, unowned } = saved;
  const draftOf = () => ({ method: 'PUT' as const, what: 'draft', body: bodyOf(rows) });

  // Other pages would lose what is not stored.
  useEffect(() => {
    if (!isChanged) return;
    const ask = (e: BeforeUnloadEvent) => e.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [isChanged]);

  return (
    <div class="view-two assign">
      <Panel
        title="Rules"
        note={
          published ? (
            <>
              Version {published.version} holds, published {moment(published.at)}
              {published.by && ` by ${published.by}`}.{(draft || isChanged) && ' What you see here is a draft.'}
            </>
          ) : (
            <>
              Nothing is published, so leads are assigned by hand.{' '}
              <Link to={leadsWith({ assignee: 'none' })} class="text-link">
                {counted(unowned, 'open lead has', 'open leads have')} no owner.
              </Link>
            </>
          )
        }
      >
        <div class="view-pad assign-body">
          {rows.length === 1 && (
            <Callout icon="info">
              Rules are asked from the top. The first row that matches a lead gives it to its people; the last row decides on everything
              else. A published rule assigns open leads that nobody owns, and those that come later. It takes no lead from anybody.
            </Callout>
          )}
          <RowList rows={rows} people={people} errors={errors} onChange={setRows} onEdit={(at) => setEditing({ row: rows[at]!, at })} />
          {errors.some((e) => e.row === 0) && (
            <Callout icon="warning" tone="warn">
              {errors.find((e) => e.row === 0)!.message}
            </Callout>
          )}
          <CommandResult command={command} />
          <div class="action-row">
            <button class="button" type="button" onClick={() => setEditing({ row: emptyRow(''), at: null })}>
              <Icon name="plus" />
              <span>Add a row</span>
            </button>
            <button
              class="button"
              type="button"
              disabled={!isChanged || errors.length > 0 || command.busy}
              onClick={() => void command.run(() => assignment.change(draftOf()))}
            >
              Save the draft
            </button>
            {(isChanged || draft) && (
              <button
                class="button"
                type="button"
                disabled={command.busy}
                onClick={() => (draft ? void command.run(() => assignment.change({ method: 'DELETE', what: 'draft' })) : setRows(before))}
              >
                Discard
              </button>
            )}
            <button
              class="button button-main"
              type="button"
              disabled={(!isChanged && !draft) || errors.length > 0 || !preview}
              onClick={() => setPublishing(true)}
            >
              Publish
            </button>
          </div>
        </div>
      </Panel>
      <Panel title="Preview" note="What these rows would do now. Nothing is changed.">
        <div class="view-pad">
          {problem ? (
            <Failure problem={problem} again={() => setRows([...rows])} />
          ) : preview ? (
            <Preview preview={preview} />
          ) : errors.length > 0 ? (
            <Callout icon="warning" tone="warn">
              The preview follows when the rows are complete.
            </Callout>
          ) : (
            <Skeleton rows={4} />
          )}
        </div>
      </Panel>
      {editing && (
        <RowDialog
          key={editing.row.key}
          row={editing.row}
          people={people}
          isLast={editing.at === rows.length - 1}
          title={editing.at === null ? 'Add a row' : editing.row.name || 'Row'}
          onClose={() => setEditing(null)}
          onDone={(row) => {
            setRows(editing.at === null ? withRow(rows, row) : rows.map((r, i) => (i === editing.at ? row : r)));
            setEditing(null);
          }}
        />
      )}
      {publishing && preview && (
        <ConfirmDialog
          title="Publish these rules"
          button="Publish"
          work={() => assignment.change(...(isChanged ? [draftOf()] : []), { method: 'POST', what: 'publish' })}
          onDone={() => {}}
          onClose={() => setPublishing(false)}
        >
          <p>{previewText(preview)}</p>
          {preview.people.length > 0 && (
            <ul class="assign-reasons">
              {preview.people.map((p) => (
                <li key={p.id}>
                  <span>{p.name}</span>
                  <b class="num">+{count(p.leads)}</b>
                </li>
              ))}
            </ul>
          )}
          <p>
            {published ? `They replace version ${published.version}.` : 'These are the first rules.'} Leads that have an owner keep it.
            Leads that come later are assigned by these rules.
          </p>
        </ConfirmDialog>
      )}
    </div>
  );
}
