import type { AssignmentPreview } from '../../api/types';
import { count, counted } from '../../format/format';
import { EmptyState } from '../../parts/EmptyState';
import { Link } from '../../parts/Link';
import { PriorityMark } from '../../parts/PriorityMark';
import { leadsWith } from '../../state/url';
import { Meter } from '../shared/Meter';

/** What would change, in one sentence. */
export function previewText({ unowned, nobody, people }: AssignmentPreview): string {
  if (unowned === 0) return 'Every open lead has an owner. The rules will assign those that come later.';
  const given = unowned - nobody;
  const rest =
    nobody === 0 ? 'none stays without an owner' : `${counted(nobody, 'lead')} ${nobody === 1 ? 'stays' : 'stay'} without an owner`;
  if (given === 0) return `Nobody gets any of the ${counted(unowned, 'lead')} without an owner.`;
  const goes = given === 1 ? 'goes' : 'go';
  return `${counted(given, 'lead')} without an owner ${goes} to ${counted(people.length, 'person', 'people')}; ${rest}.`;
}

/** What the rules would do with the open leads that nobody owns. */
export const Preview = ({ preview }: { preview: AssignmentPreview }) => (
  <div class="assign-preview">
    <p role="status">{previewText(preview)}</p>
    {preview.people.length > 0 && (
      <ul class="assign-shares" aria-label="Leads by person">
        {preview.people.map((p) => (
          <li key={p.id}>
            <div>
              <b>{p.name}</b>
              <p class="aside">
                {p.byRow.map((r) => `${r.name}: ${count(r.leads)}`).join(' · ')}
                {p.insteadOf.map((r) => ` · as deputy of ${r.name}: ${count(r.leads)}`).join('')}
                {` · has ${count(p.open)} now`}
              </p>
            </div>
            <Meter share={p.leads / preview.unowned}>+{count(p.leads)}</Meter>
          </li>
        ))}
      </ul>
    )}
    {preview.reasons.length > 0 && (
      <section aria-label="Why nobody gets a lead">
        <h3>Without an owner</h3>
        <ul class="assign-reasons">
          {preview.reasons.map((r) => (
            <li key={r.name}>
              <span>{r.name}</span>
              <b class="num">{count(r.leads)}</b>
            </li>
          ))}
        </ul>
      </section>
    )}
    {preview.examples.length > 0 ? (
      <section aria-label="Examples">
        <h3>Examples</h3>
        <ul class="assign-examples">
          {preview.examples.map((l) => (
            <li key={l.id}>
              <Link to={leadsWith({ assignee: 'none' }, l.id)} class="data-link">
                {l.account.name}
              </Link>
              <span class="aside">
                <PriorityMark priority={l.priority} /> {l.product}
              </span>
              <span>
                <b>{l.owner ?? 'Nobody'}</b> <span class="aside">{l.owner ? `by ${l.reason}` : l.reason}</span>
              </span>
            </li>
          ))}
        </ul>
      </section>
    ) : (
      <EmptyState icon="check" title="No open lead is without an owner" />
    )}
  </div>
);
