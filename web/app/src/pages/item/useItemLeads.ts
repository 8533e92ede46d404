import { useEffect, useState } from 'preact/hooks';
import { getLead } from '../../api/client';
import type { Item, LeadDetail } from '../../api/types';
import { live } from '../../live/connection';

const debounceMs = 500;

/**
 * The leads of an item with their explanations, read again when the item or one of the leads changes. Null while they are
 * read for the first time.
 */
export function useItemLeads(item: Item | null): readonly LeadDetail[] | null {
  const [leads, setLeads] = useState<readonly LeadDetail[] | null>(null);
  const ids = item?.leads.join(' ');
  useEffect(() => {
    if (ids === undefined) return;
    const wanted = ids.split(' ').filter(Boolean);
    const aborter = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = () =>
      void Promise.all(wanted.map((id) => getLead(id, aborter.signal).catch(() => null))).then((answers) => {
        if (!aborter.signal.aborted) setLeads(answers.filter((a) => a !== null).map((a) => a.body));
      });
    const readSoon = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        read();
      }, debounceMs);
    };
    read();
    const unwatch = wanted.map((id) => live.watch(`lead:${id}`, { snapshot: () => {}, frame: readSoon }));
    return () => {
      aborter.abort();
      clearTimeout(timer);
      for (const stop of unwatch) stop();
    };
  }, [ids, item?.updatedAt]);
  return leads;
}
