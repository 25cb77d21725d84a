import { ActError, Button, Notice, useAct } from '@amanah/ui';
import type { OwnRequest } from '../../shared/answers/request-answers.ts';
import { api } from '../api.ts';
import { t } from '../forms/messages.ts';

interface Props {
  readonly request: OwnRequest;
  readonly over: NonNullable<OwnRequest['overLimit']>;
  readonly reload: () => void;
}

/** Fees above what the delegation allows: whom the request is for approves them, everybody else sees why there is no invoice. */
export function OverLimit({ request, over, reload }: Props) {
  const act = useAct();
  const approve = async () => {
    await act.run(() => api.POST('/api/requests/own/{number}/fee-approval', { params: { path: { number: request.number } } }), t('feeApproved'));
    // Also after an error: the approval may stand while the invoice is not there yet.
    reload();
  };
  return (
    <Notice tone="warn" title={t('feeOverLimitTitle')}>
      <p>{t('feeOverLimit', { total: over.total, limit: over.limit })}</p>
      {over.mayApprove && (
        <Button size="small" busy={act.busy} onClick={() => void approve()}>
          {t('feeApprove')}
        </Button>
      )}
      <ActError act={act} />
    </Notice>
  );
}
