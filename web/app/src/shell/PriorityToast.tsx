import { useEffect, useState } from 'preact/hooks';
import type { Change, Lead } from '../api/types';
import { live } from '../live/connection';
import { counted } from '../format/format';
import { subjectName } from '../format/subject';
import { word } from '../format/words';
import { PriorityMark } from '../parts/PriorityMark';
import { openLead } from '../state/router';

interface PriorityChange {
  lead: Lead;
  from: string;
}

const collectMs = 1_500;
const showMs = 6_000;

/** A message when leads change their priority. Changes within a short time are collected into one message. */
export function PriorityToast() {
  const [changes, setChanges] = useState<PriorityChange[] | null>(null);
  useEffect(() => {
    let collected = new Map<string, PriorityChange>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let shown = false;
    const show = () => {
      timer = undefined;
      if (!collected.size) return;
      // Skip leads that changed back meanwhile.
      const changed = [...collected.values()].filter((m) => m.lead.priority !== m.from);
      collected = new Map();
      if (!changed.length) return;
      setChanges(changed);
      shown = true;
      timer = setTimeout(() => {
        setChanges(null);
        shown = false;
        timer = setTimeout(show, collectMs);
      }, showMs);
    };
    // The topic `changes` is far quieter than `leads`: few lead updates change a priority.
    const unwatch = live.watch('changes', {
      snapshot: () => collected.clear(),
      frame: (frame) => {
        for (const { change } of (frame.changes ?? []) as { change?: Change | null }[]) {
          if (change?.kind !== 'lead' || !change.lead || change.before === change.after) continue;
          const { lead, before } = change;
          collected.set(lead.id, { lead, from: collected.get(lead.id)?.from ?? before });
        }
        if (collected.size && !shown && timer === undefined) timer = setTimeout(show, collectMs);
      },
    });
    return () => {
      unwatch();
      clearTimeout(timer);
    };
  }, []);
  return changes && <PriorityMessage changes={changes} />;
}

function PriorityMessage({ changes }: { changes: PriorityChange[] }) {
  if (changes.length === 1) {
    const { lead, from } = changes[0]!;
    return (
      <button class="toast" type="button" onClick={() => openLead(lead.id)}>
        <PriorityMark priority={lead.priority} bare />
        <span>
          <b>{subjectName(lead)}</b>, {lead.account.name}: now {word(lead.priority).toLowerCase()}, was {word(from).toLowerCase()}
        </span>
      </button>
    );
  }
  const to = new Map<string, number>();
  for (const { lead } of changes) to.set(lead.priority, (to.get(lead.priority) ?? 0) + 1);
  return (
    <div class="toast">
      <span>
        <b>{counted(changes.length, 'lead')}</b> changed priority: {[...to].map(([p, n]) => `${n} now ${word(p).toLowerCase()}`).join(', ')}
      </span>
    </div>
  );
}
