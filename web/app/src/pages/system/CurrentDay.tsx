import { useState } from 'preact/hooks';
import { request } from '../../api/http';
import { day } from '../../format/format';
import { useRequest } from '../../parts/useRequest';
import { RequestResult } from '../shared/RequestResult';
import { Panel } from '../shared/Panel';
import { ConfirmDialog } from '../shared/ConfirmDialog';

/** The day for which scores are computed. A later day can be started by hand. */
export function CurrentDay() {
  const found = useRequest<{ day: string | null; rulesVersion?: string }>('/api/v1/day', 'portfolio');
  const [wanted, setWanted] = useState('');
  const [asked, setAsked] = useState(false);
  const [begun, setBegun] = useState('');
  return (
    <Panel title="Current day" note="Scores depend on the date. The server starts each day at midnight in its time zone.">
      <div class="view-pad verify">
        <RequestResult request={found} what="The current day">
          {(data) => (
            <>
              <p class="day-now">{data.day ? day(data.day) : 'No day has started'}</p>
              <form
                class="day-form"
                onSubmit={(e) => {
                  e.preventDefault();
                  if (wanted) setAsked(true);
                }}
              >
                <label>
                  Start a later day
                  <input
                    class="field"
                    type="date"
                    min={data.day ?? undefined}
                    value={wanted}
                    onInput={(e) => setWanted(e.currentTarget.value)}
                  />
                </label>
                <button class="button" type="submit" disabled={!wanted}>
                  Begin
                </button>
              </form>
              <p class="aside">A day that has started cannot be undone.</p>
            </>
          )}
        </RequestResult>
        {begun && (
          <p class="aside" role="status">
            {day(begun)} has started. Scores are being computed.
          </p>
        )}
        {asked && (
          <ConfirmDialog
            title={`Start ${day(wanted)}?`}
            button="Begin"
            work={() =>
              request<unknown>('/api/v1/day', {
                method: 'POST',
                headers: { 'content-type': 'application/json' },
                body: JSON.stringify({ day: wanted }),
              })
            }
            onDone={() => {
              setBegun(wanted);
              found.reload();
            }}
            onClose={() => setAsked(false)}
          >
            <p>All scores will be as of this day. A day that has started cannot be undone.</p>
          </ConfirmDialog>
        )}
      </div>
    </Panel>
  );
}
