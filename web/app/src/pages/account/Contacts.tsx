import { useState } from 'preact/hooks';
import { post } from '../../api/http';
import type { Entity } from '../../api/types';
import { DataTable } from '../../parts/DataTable';
import { may } from '../../state/session';
import { ConfirmDialog } from '../shared/ConfirmDialog';
import { columnsOf, personName } from './recordColumns';

/** The people of an account. Who may can erase what is known of one. */
export function Contacts({ contacts, again }: { contacts: readonly Entity[]; again(): void }) {
  const [erased, setErased] = useState<Entity | null>(null);
  const columns = [
    ...columnsOf['contact']!,
    {
      key: 'erase',
      name: '',
      width: 84,
      cell: (contact: Entity) => (
        <button class="button button-quiet" type="button" aria-label={`Erase ${personName(contact)}`} onClick={() => setErased(contact)}>
          Erase
        </button>
      ),
    },
  ];
  return (
    <>
      <DataTable label="Contacts" rows={contacts} id={(e) => e.id} columns={may('operate') ? columns : columnsOf['contact']!} />
      {erased && (
        <ConfirmDialog
          title={`Erase ${personName(erased)}?`}
          button="Erase for good"
          work={() => post(`/api/v1/contacts/${encodeURIComponent(erased.id)}/erasure`, {})}
          onDone={again}
          onClose={() => setErased(null)}
        >
          <p>
            Their name, addresses, numbers and all other personal fields become unreadable here, in the history and in every backup that is
            made from now on. This cannot be undone. What a source sends about them later is not kept either.
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}
