import { effect } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import { leadList } from '../../live/connection';
import type { LeadList } from '../../live/leadList';
import { queryParameters, type LeadQuery } from '../../state/leadQuery';

/** So many are read at once when they are put together: a group has to be whole. */
const groupable = 2_000;

/** The list of a query. While another one is being read, the last one stays on the screen. */
export function useLeadList(query: LeadQuery): LeadList | null {
  const [list, setList] = useState<LeadList | null>(null);
  const shown = useRef<LeadList | null>(null);
  useEffect(() => {
    const wanted = leadList(query, query.group ? groupable : undefined);
    const stop = effect(() => {
      if (wanted.loading.value !== null || shown.current === wanted) return;
      shown.current?.close();
      shown.current = wanted;
      setList(wanted);
    });
    return () => {
      stop();
      if (shown.current !== wanted) wanted.close();
    };
  }, [JSON.stringify(queryParameters(query, true)), query.group !== '']);
  useEffect(() => () => shown.current?.close(), []);
  return list;
}

/** Who has leads, as far as they have been read. */
export function assigneesIn(list: LeadList | null): string[] {
  if (!list) return [];
  const names = new Set<string>();
  for (const id of list.ids.slice(0, groupable)) {
    const name = list.row(id)?.assignee;
    if (name) names.add(name);
  }
  return [...names].sort();
}
