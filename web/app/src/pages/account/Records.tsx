import type { Entity } from '../../api/types';
import { word } from '../../format/words';
import { DataTable } from '../../parts/DataTable';
import { EmptyState } from '../../parts/EmptyState';
import { Contacts } from './Contacts';
import { columnsOf, otherColumns } from './recordColumns';

const names: Record<string, string> = {
  opportunity: 'Opportunities',
  project: 'Projects',
  contract: 'Contracts',
  service_credit: 'Service credits',
  ticket: 'Tickets',
  survey: 'Surveys',
  activity: 'Activities',
  engagement: 'Engagements',
  contact: 'Contacts',
  order: 'Orders',
  payment: 'Invoices',
  usage: 'Use',
  raw: 'Other records',
};

const nameOf = (kind: string) => names[kind] ?? word(kind);

/** One table for each kind of record. */
export function Records({
  kinds,
  entities,
  again,
}: {
  kinds: readonly string[];
  entities: Record<string, Entity[]>;
  /** Loads the account again. */
  again(): void;
}) {
  const present = kinds.filter((kind) => entities[kind]?.length);
  if (!present.length)
    return (
      <EmptyState title={`No ${kinds.map((k) => nameOf(k).toLowerCase()).join(', ')}`}>
        None received for this account. They arrive by import, by webhook or by <code>POST /api/v1/events</code>.
      </EmptyState>
    );
  return (
    <>
      {present.map((kind) => (
        <section key={kind} class="records" aria-label={nameOf(kind)}>
          {kinds.length > 1 && <h3>{nameOf(kind)}</h3>}
          {kind === 'contact' ? (
            <Contacts contacts={entities[kind]!} again={again} />
          ) : (
            <DataTable label={nameOf(kind)} rows={entities[kind]!} id={(e) => e.id} columns={columnsOf[kind] ?? otherColumns} />
          )}
        </section>
      ))}
    </>
  );
}
