import { useEffect, useRef, useState } from 'preact/hooks';
import { leadList } from '../../live/connection';
import { Icon } from '../../parts/Icon';
import { LeadRow } from '../../parts/LeadRow';
import { LeadTable } from '../../parts/LeadTable';
import { RetryNote } from '../../parts/RetryNote';
import { Link } from '../../parts/Link';
import { defaultQuery } from '../../state/leadQuery';
import { openLead, route } from '../../state/router';
import { formatRoute, leadsWith } from '../../state/url';

const shownRows = 10;
/** More than are shown, so that the next ones are there when a lead leaves. */
const loadedRows = 30;

/** The ten leads with the highest scores. Rows move by themselves unless the pointer is on them. */
export function TopLeads() {
  const [list] = useState(() => leadList(defaultQuery, loadedRows));
  const isPointed = useRef(false);
  useEffect(() => {
    list.mayMove.current = () => !isPointed.current;
    return () => list.close();
  }, []);
  void list.version.value;
  const loading = list.loading.value;
  const at = route.value;
  const ids = list.ids.slice(0, shownRows);
  useEffect(() => {
    if (loading === null && ids.length < shownRows && list.hasMore) void list.more();
  }, [loading, ids.length]);

  return (
    <section class="panel top-leads" aria-label="Top leads" aria-busy={loading === 'first'}>
      <div class="panel-head">
        <h2>Top leads</h2>
        <Link to={leadsWith({})} class="more-link">
          All leads <Icon name="arrow" />
        </Link>
      </div>
      {list.problem.value && !ids.length ? (
        <p class="panel-note">
          <RetryNote problem={list.problem.value} retry={() => void list.reload()} />
        </p>
      ) : loading === 'first' && !ids.length ? (
        <div class="bones top-bones">
          {[...Array(6).keys()].map((i) => (
            <i key={i} class="bone bone-row" />
          ))}
        </div>
      ) : ids.length ? (
        <div onPointerEnter={() => (isPointed.current = true)} onPointerLeave={() => (isPointed.current = false)}>
          <LeadTable label="Top leads" rows={ids.length}>
            {ids.map((id, i) => (
              <LeadRow
                key={id}
                lead={list.row(id)!}
                index={i + 2}
                active={false}
                open={at.lead === id}
                left={list.hasLeft(id)}
                href={formatRoute({ page: 'overview', lead: id })}
                tabbable
                onOpen={openLead}
              />
            ))}
          </LeadTable>
        </div>
      ) : (
        <p class="panel-note">No open leads. Nothing needs attention.</p>
      )}
    </section>
  );
}
