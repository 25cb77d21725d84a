import { useCallback, useEffect, useRef, useState } from 'react';
import type { Answers } from '../../shared/forms/form-types.ts';

/** Keeps the draft somewhere; `step` is where the person is. */
export type SaveDraft = (answers: Answers, step: string) => Promise<void>;

export interface Saving {
  readonly state: 'unsaved' | 'saving' | 'saved' | 'failed';
  readonly at?: Date;
}

const QUIET_MS = 1_200;
const AGAIN_MS = 10_000;

/**
 * Saves the draft when the person pauses, when the page is left or hidden, when the connection returns, and at once when asked; a save that failed is tried again.
 * Never two at a time: what changed meanwhile is saved after.
 */
export function useAutosave(save: SaveDraft | undefined, answers: Answers, step: string): { readonly saving: Saving; readonly saveNow: () => void } {
  const [saving, setSaving] = useState<Saving>({ state: 'unsaved' });
  const latest = useRef({ save, answers, step });
  const kept = useRef({ answers, step });
  const underWay = useRef(false);
  const gone = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  latest.current = { save, answers, step };

  const saveNow = useCallback(() => {
    clearTimeout(timer.current);
    const { save: keep, answers: now, step: at } = latest.current;
    if (!keep || underWay.current) return;
    underWay.current = true;
    setSaving((before) => ({ ...before, state: 'saving' }));
    keep(now, at).then(
      () => {
        underWay.current = false;
        kept.current = { answers: now, step: at };
        setSaving({ state: 'saved', at: new Date() });
        if (latest.current.answers !== now || latest.current.step !== at) timer.current = setTimeout(saveNow, QUIET_MS);
      },
      () => {
        underWay.current = false;
        setSaving((before) => ({ ...before, state: 'failed' }));
        if (!gone.current) timer.current = setTimeout(saveNow, AGAIN_MS);
      },
    );
  }, []);

  useEffect(() => {
    if (kept.current.answers === answers && kept.current.step === step) return undefined;
    clearTimeout(timer.current);
    timer.current = setTimeout(saveNow, QUIET_MS);
    return () => clearTimeout(timer.current);
  }, [answers, step, saveNow]);

  useEffect(() => {
    gone.current = false;
    const leave = () => {
      const { answers: now, step: at } = latest.current;
      if (document.visibilityState === 'hidden' && (kept.current.answers !== now || kept.current.step !== at)) saveNow();
    };
    const back = () => {
      if (kept.current.answers !== latest.current.answers || kept.current.step !== latest.current.step) saveNow();
    };
    document.addEventListener('visibilitychange', leave);
    window.addEventListener('online', back);
    return () => {
      document.removeEventListener('visibilitychange', leave);
      window.removeEventListener('online', back);
      // Going to another page of the portal leaves this one without hiding it.
      gone.current = true;
      back();
      clearTimeout(timer.current);
    };
  }, [saveNow]);

  return { saving, saveNow };
}
