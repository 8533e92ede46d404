import { useEffect, useState } from 'preact/hooks';
import { asProblem, request, type Problem } from '../../api/http';
import type { AuditPage, AuditRow } from '../../api/types';
import { useRequest, type RequestState } from '../../parts/useRequest';

interface AuditList extends RequestState<AuditPage> {
  rows: readonly AuditRow[];
  /** How far back the list has looked; null if it has come to the end. */
  through: string | null;
  /** Looks further back. */
  more(): void;
  busy: boolean;
}

/** What was done, page by page. A page of a rare filter may be empty and yet not the last. */
export function useAudit(path: string): AuditList {
  const first = useRequest<AuditPage>(path);
  const [further, setFurther] = useState<{ rows: AuditRow[]; last: AuditPage } | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => {
    setFurther(null);
    setProblem(null);
  }, [first.data]);
  const last = further?.last ?? first.data;
  const more = () => {
    if (busy || !last?.next) return;
    setBusy(true);
    const of = first.data;
    request<AuditPage>(`${path}&cursor=${encodeURIComponent(last.next)}`)
      .then(
        ({ body }) => setFurther((f) => (of === first.data ? { rows: [...(f?.rows ?? []), ...body.items], last: body } : f)),
        (error: unknown) => setProblem(asProblem(error)),
      )
      .finally(() => setBusy(false));
  };
  return {
    ...first,
    problem: first.problem ?? problem,
    rows: [...(first.data?.items ?? []), ...(further?.rows ?? [])],
    through: last?.next ? last.through : null,
    more,
    busy,
  };
}
