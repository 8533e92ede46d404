import { effect } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import { leadList } from '../../live/connection';
import type { LeadList } from '../../live/leadList';
import { queryParameters, type LeadQuery } from '../../state/leadQuery';

/** Grouping loads this many leads at once, because groups must be complete. */
const maxGrouped = 2_000;

/** The list of a query. The previous list stays visible while the next one is loading. */
export function useLeadList(query: LeadQuery): LeadList | null {
  const [list, setList] = useState<LeadList | null>(null);
  const shown = useRef<LeadList | null>(null);
  useEffect(() => {
    const wanted = leadList(query, query.group ? maxGrouped : undefined);
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

/** The assignees of the loaded leads. */
export function assigneesIn(list: LeadList | null): string[] {
  if (!list) return [];
  const names = new Set<string>();
  for (const id of list.ids.slice(0, maxGrouped)) {
    const name = list.row(id)?.assignee;
    if (name) names.add(name);
  }
  return [...names].sort();
}
