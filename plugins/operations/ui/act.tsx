import { ApiProblem, LinkButton, Notice, showToast } from '@amanah/ui';
import { useState } from 'react';
import { t } from './messages.ts';

export interface Act {
  readonly busy: boolean;
  readonly error: unknown;
  /** Runs one act; says so when it is done, keeps the refusal when it is not. Resolves to whether it was done. */
  run<Answer>(work: () => Promise<Answer>, done?: string): Promise<Answer | null>;
  clear(): void;
}

/** One act at a time, with its refusal. */
export function useAct(): Act {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  return {
    busy,
    error,
    clear: () => setError(null),
    async run(work, done) {
      setBusy(true);
      setError(null);
      try {
        const answer = await work();
        if (done) showToast(done);
        return answer;
      } catch (problem) {
        setError(problem);
        return null;
      } finally {
        setBusy(false);
      }
    },
  };
}

/** Why an act was refused, in the hub's words; a missing fresh sign-in leads to it and back. */
export function ActError({ act }: { readonly act: Pick<Act, 'error'> }) {
  if (act.error === null) return null;
  const problem = act.error instanceof ApiProblem ? act.error.problem : null;
  const stepUp = problem?.code === 'HTTP_STEP_UP_NEEDED';
  return (
    <Notice live tone="danger" title={problem?.title || t('actFailed')}>
      <p>{problem?.detail || t('actFailedText')}</p>
      {stepUp && (
        <LinkButton tone="second" size="small" href={`/auth/step-up?level=2&rd=${encodeURIComponent(location.pathname)}`}>
          {t('stepUp')}
        </LinkButton>
      )}
      {problem?.requestId && (
        <p className="am-caption">
          {t('reference')}{' '}
          <bdi className="am-id" dir="ltr">
            {problem.requestId}
          </bdi>
        </p>
      )}
    </Notice>
  );
}
