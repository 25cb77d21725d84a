import { ApiProblem, Notice } from '@amanah/ui';
import { t } from './messages.ts';

/** Why an act was refused, in the hub's own words, beside the button that asked for it. */
export function ActTrouble({ error }: { readonly error: unknown }) {
  if (error === null || error === undefined) return null;
  const problem = error instanceof ApiProblem ? error.problem : null;
  return (
    <Notice live tone="danger" title={problem?.title || t('actFailed')}>
      <p>{problem?.detail || t('actFailedText')}</p>
    </Notice>
  );
}
