import type { Act } from '@amanah/ui';
import { ActDialog, useReason } from '@amanah/ui/dialog';
import { TextArea } from '@amanah/ui/fields';
import { t } from './messages.ts';

interface StepDialogProps {
  readonly act: Act;
  readonly onClose: () => void;
}

const shortestException = 10;
const shortestReason = 3;

interface PublishDialogProps extends StepDialogProps {
  /** It has no captions: then a reason stands for them. */
  readonly needsReason: boolean;
  /** The reason that was given before. */
  readonly known: string | null;
  readonly onPublish: (reason: string | null) => void;
}

export function PublishDialog({ act, needsReason, known, onClose, onPublish }: PublishDialogProps) {
  const reason = useReason(shortestException);
  const asks = needsReason && known === null;
  const confirm = () => {
    if (!asks) onPublish(null);
    else if (reason.given()) onPublish(reason.value);
  };
  return (
    <ActDialog title={t('publishTitle')} act={act} confirm={t('publish')} keep={t('cancel')} destructive={false} onConfirm={confirm} onClose={onClose}>
      <div className="am-stack">
        <p>{t(needsReason ? 'publishWithout' : 'publishText')}</p>
        {needsReason && known !== null && <p>{known}</p>}
        {asks && (
          <TextArea
            label={t('captionsException')}
            hint={t('captionsExceptionHint')}
            value={reason.value}
            rows={3}
            maxLength={500}
            error={reason.short ? t('reasonShort', { count: shortestException }) : undefined}
            onChange={reason.onChange}
          />
        )}
      </div>
    </ActDialog>
  );
}

export function WithdrawDialog({ act, onClose, onWithdraw }: StepDialogProps & { readonly onWithdraw: (reason: string) => void }) {
  const reason = useReason(shortestReason);
  return (
    <ActDialog
      title={t('withdrawTitle')}
      act={act}
      confirm={t('withdraw')}
      keep={t('cancel')}
      danger
      onConfirm={() => reason.given() && onWithdraw(reason.value)}
      onClose={onClose}
    >
      <div className="am-stack">
        <p>{t('withdrawText')}</p>
        <TextArea
          label={t('reason')}
          value={reason.value}
          rows={3}
          maxLength={500}
          error={reason.short ? t('reasonShort', { count: shortestReason }) : undefined}
          onChange={reason.onChange}
        />
      </div>
    </ActDialog>
  );
}

export function RemoveDialog({ act, onClose, onRemove }: StepDialogProps & { readonly onRemove: () => void }) {
  return (
    <ActDialog title={t('removeTitle')} act={act} confirm={t('remove')} keep={t('cancel')} danger onConfirm={onRemove} onClose={onClose}>
      <p>{t('removeText')}</p>
    </ActDialog>
  );
}
