import { StatusPill } from '@amanah/ui';
import { t } from '../messages.ts';

const unknown = 'SYSTEMS_OUTCOME_UNKNOWN';

/** How a call ended, in a word. */
export function OutcomePill({ outcome }: { readonly outcome: string }) {
  if (outcome === 'ok')
    return (
      <StatusPill tone="success" icon="circle-check">
        {t('outcomeOk')}
      </StatusPill>
    );
  return outcome === unknown ? (
    <StatusPill tone="warn" icon="circle-dashed">
      {t('outcomeUnknown')}
    </StatusPill>
  ) : (
    <StatusPill tone="danger" icon="circle-x">
      {t('outcomeFailed')}
    </StatusPill>
  );
}
