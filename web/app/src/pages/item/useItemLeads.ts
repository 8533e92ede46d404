import { useEffect, useState } from 'preact/hooks';
import { getLead } from '../../api/client';
import { asProblem, Problem } from '../../api/http';
import type { Item, LeadDetail } from '../../api/types';
import { live } from '../../live/connection';

const debounceMs = 500;
const retryDelayMs = 5_000;

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
    let retry: ReturnType<typeof setTimeout> | undefined;
    const read = () =>
      void Promise.all(wanted.map((id) => getLead(id, aborter.signal).catch(asProblem))).then((answers) => {
        if (aborter.signal.aborted) return;
        // A lead that could not be read is not a lead that does not exist.
        if (answers.some((a) => a instanceof Problem && a.isTransient)) retry = setTimeout(read, retryDelayMs);
        else setLeads(answers.flatMap((a) => (a instanceof Problem ? [] : [a.body])));
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
      clearTimeout(retry);
      for (const stop of unwatch) stop();
    };
  }, [ids, item?.updatedAt]);
  return leads;
}
