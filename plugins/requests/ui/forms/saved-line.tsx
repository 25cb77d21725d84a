import { formatTime, Icon } from '@amanah/ui';
import { t } from './messages.ts';
import type { Saving } from './use-autosave.ts';

/** Whether the draft is kept; read out politely, so that typing is not talked over. */
export function SavedLine({ saving }: { readonly saving: Saving }) {
  return (
    <p className="am-caption rq-saved" role="status">
      {saving.state === 'failed' && (
        <>
          <Icon name="cloud-off" size="sm" />
          {t('formNotSaved')}
        </>
      )}
      {saving.state === 'saving' && t('formSaving')}
      {saving.state === 'saved' && saving.at && (
        <>
          <Icon name="circle-check" size="sm" />
          {t('formSaved', { time: formatTime(saving.at) })}
        </>
      )}
    </p>
  );
}
