import { useRef, useState } from 'react';
import { ApiProblem } from './api-problem.ts';
import { Notice } from './content.tsx';
import { text } from './text.ts';
import { showToast } from './toast-queue.ts';

export interface Act {
  readonly busy: boolean;
  /** What the last act was refused with; `null` when it went well. */
  readonly error: unknown;
  /** Does it, and says `done` in a toast. Resolves to the answer, or to `null` when it was refused or another act is under way (a second press). */
  run<Answer>(work: () => Promise<Answer>, done?: string): Promise<Answer | null>;
  /** Forgets the refusal. */
  clear(): void;
}

/** Something a person does on a page, one at a time: under way, refused with a reason, or done. */
export function useAct(): Act {
  const underWay = useRef(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  return {
    busy,
    error,
    clear: () => setError(null),
    async run(work, done) {
      if (underWay.current) return null;
      underWay.current = true;
      setBusy(true);
      setError(null);
      try {
        const answer = await work();
        if (done) showToast(done);
        return answer;
      } catch (refusal) {
        setError(refusal);
        return null;
      } finally {
        underWay.current = false;
        setBusy(false);
      }
    },
  };
}

/** Why an act was refused, in the hub's own words, with the number to give to support. */
export function ActError({ act }: { readonly act: Pick<Act, 'error'> }) {
  if (act.error === null) return null;
  const problem = act.error instanceof ApiProblem ? act.error.problem : null;
  return (
    <Notice live tone="danger" title={problem?.title || text('actFailed')}>
      <p>{problem?.detail || text('actFailedText')}</p>
      {problem?.requestId && (
        <p className="am-caption">
          {text('errorReference')}{' '}
          <bdi className="am-id" dir="ltr">
            {problem.requestId}
          </bdi>
        </p>
      )}
    </Notice>
  );
}
