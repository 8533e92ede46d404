import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { LeadDetail } from '../../api/types';
import { getLead } from '../../api/client';
import { asProblem, type Problem } from '../../api/http';
import { live } from '../../live/connection';
import { leadChanges } from '../../live/leadChanges';

export interface LoadedLead {
  id: string;
  detail: LeadDetail;
  etag: string;
}

export interface LeadState {
  loaded: LoadedLead | null;
  problem: Problem | null;
  /** The lead was deleted after it was loaded. */
  gone: boolean;
  reload(): Promise<LoadedLead | null>;
}

const debounceMs = 250;

/** A lead with its explanation, reloaded when it changes. The previous lead stays until the next one is loaded. */
export function useLead(id: string): LeadState {
  const [loaded, setLoaded] = useState<LoadedLead | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [gone, setGone] = useState(false);
  const wanted = useRef(id);
  const latest = useRef(0);
  wanted.current = id;

  const reload = useCallback(async (): Promise<LoadedLead | null> => {
    const turn = ++latest.current;
    try {
      const { body, etag } = await getLead(id);
      if (turn !== latest.current || wanted.current !== id) return null;
      const found = { id, detail: body, etag: etag ?? `"${body.lead.version}"` };
      setLoaded(found);
      setProblem(null);
      setGone(false);
      return found;
    } catch (error) {
      if (turn !== latest.current || wanted.current !== id) return null;
      setProblem(asProblem(error));
      return null;
    }
  }, [id]);

  useEffect(() => {
    setProblem(null);
    setGone(false);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const soon = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void reload();
      }, debounceMs);
    };
    void reload();
    let joined = false;
    const unwatch = live.watch(`lead:${id}`, {
      snapshot: () => joined && soon(),
      frame: (frame) => {
        const mine = leadChanges(frame).find((c) => c.id === id);
        if (mine?.row) soon();
        else if (mine) setGone(true);
      },
    });
    joined = true;
    return () => {
      unwatch();
      clearTimeout(timer);
    };
  }, [id]);

  useEffect(() => {
    if (!problem?.isTransient) return;
    const timer = setTimeout(() => void reload(), 5_000);
    return () => clearTimeout(timer);
  }, [problem]);

  return { loaded: loaded, problem, gone, reload };
}
