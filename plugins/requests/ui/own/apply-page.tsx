import { ApiProblem, EmptyState, LinkButton, Loading, ResourceView, dataOf, page, useMount, useResource } from '@amanah/ui';
import { Suspense, lazy } from 'react';
import type { FormAnswer } from '../../shared/answers/draft-answers.ts';
import { api } from '../api.ts';
import { t } from '../forms/messages.ts';
import { useInAddress } from './address.ts';
import { StartView, type CardFacts } from './start-view.tsx';

const DraftForm = lazy(() => import('./draft-form.tsx').then((module) => ({ default: module.DraftForm })));

interface Start {
  readonly form: FormAnswer;
  readonly card: CardFacts | null;
}

/** Asking for a service: what is known before, then the form of a draft, which its address names, so that it is found again anywhere. */
function ApplyPage() {
  const code = useMount().params['code'] ?? '';
  const [draft, open] = useInAddress('draft');
  if (draft === null) return <BeforeStart code={code} onOpen={open} />;
  return (
    <Suspense fallback={<Loading rows={6} />}>
      <DraftForm key={draft} id={draft} onLeave={() => open(null)} />
    </Suspense>
  );
}

function BeforeStart({ code, onOpen }: { readonly code: string; readonly onOpen: (draft: string) => void }) {
  const resource = useResource<Start | null>(
    async (signal) => {
      const params = { path: { code } };
      const [form, card] = await Promise.all([
        dataOf(api.GET('/api/requests/services/{code}/form', { params, signal })).catch(unlessUnknown),
        // Without the card's words the service can still be asked for.
        dataOf(api.GET('/api/services/cards/{code}', { params, signal })).catch(() => null),
      ]);
      return form && { form, card };
    },
    [code],
  );
  return (
    <ResourceView resource={resource} rows={6} empty={<NotTaken code={code} />}>
      {(start) => (start === null || !start.form.taken ? <NotTaken code={code} /> : <StartView form={start.form} card={start.card} onOpen={onOpen} />)}
    </ResourceView>
  );
}

function unlessUnknown(error: unknown): null {
  if (error instanceof ApiProblem && error.problem.code === 'REQUESTS_SERVICE_UNKNOWN') return null;
  throw error;
}

function NotTaken({ code }: { readonly code: string }) {
  return (
    <EmptyState icon="plug" title={t('applyNotTaken')} actions={<LinkButton href={`/services/${code}`}>{t('applyToCard')}</LinkButton>}>
      {t('applyNotTakenText')}
    </EmptyState>
  );
}

export const lifecycles = page(ApplyPage);
