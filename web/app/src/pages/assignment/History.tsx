import type { AssignmentVersion } from '../../api/types';
import { moment, momentInFull } from '../../format/format';
import { EmptyState } from '../../parts/EmptyState';
import { useRequest } from '../../parts/useRequest';
import { Badge } from '../shared/Badge';
import { CommandResult } from '../shared/CommandResult';
import { Panel } from '../shared/Panel';
import { RequestResult } from '../shared/RequestResult';
import { useCommand } from '../shared/useCommand';
import { conditionsText, targetText } from './rows';
import type { AssignmentState } from './useAssignment';

/** The versions that were published. One can be brought back as a draft. */
export function History({ assignment, onRestored }: { assignment: AssignmentState; onRestored(): void }) {
  const found = useRequest<{ items: AssignmentVersion[] }>('/api/v1/assignment/versions');
  const command = useCommand();
  return (
    <>
      <CommandResult command={command} />
      <RequestResult request={found} what="The history">
        {({ items }) =>
          items.length === 0 ? (
            <section class="panel">
              <EmptyState icon="clock" title="Nothing was published yet">
                Each publication is kept here with its author, and can be brought back.
              </EmptyState>
            </section>
          ) : (
            <div class="view-stack">
              {items.map((v, i) => (
                <Panel
                  key={v.version}
                  label={`Version ${v.version}`}
                  title={
                    <>
                      Version {v.version} {i === 0 && <Badge tone="good">Holds</Badge>}
                    </>
                  }
                  note={
                    <span title={momentInFull(v.at)}>
                      Published {moment(v.at)}
                      {v.by && ` by ${v.by}`}
                    </span>
                  }
                  tools={
                    i > 0 && (
                      <button
                        class="button"
                        type="button"
                        disabled={command.busy || !assignment.answer}
                        onClick={() =>
                          void command
                            .run(() => assignment.change({ method: 'POST', what: `versions/${v.version}/restore` }))
                            .then((ok) => ok && onRestored())
                        }
                      >
                        Make it the draft
                      </button>
                    )
                  }
                >
                  <ol class="assign-rows view-pad" aria-label={`Rows of version ${v.version}`}>
                    {v.rows.map((row) => (
                      <li key={row.name}>
                        <div>
                          <b>{row.name}</b>
                          <p class="aside">{conditionsText(row)}</p>
                          <p>{targetText(row, [])}</p>
                        </div>
                      </li>
                    ))}
                  </ol>
                </Panel>
              ))}
            </div>
          )
        }
      </RequestResult>
    </>
  );
}
