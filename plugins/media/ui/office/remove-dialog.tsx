import type { Act } from '@amanah/ui';
import { ActDialog } from '@amanah/ui/dialog';
import { t } from './messages.ts';

interface RemoveDialogProps {
  readonly title: string;
  readonly text: string;
  readonly act: Act;
  readonly onConfirm: () => Promise<void>;
  readonly onClose: () => void;
}

/** Asks before something is taken away for good. */
export function RemoveDialog({ title, text, act, onConfirm, onClose }: RemoveDialogProps) {
  return (
    <ActDialog
      title={title}
      act={act}
      confirm={t('remove')}
      keep={t('cancel')}
      danger
      onConfirm={() => void onConfirm()}
      onClose={() => {
        act.clear();
        onClose();
      }}
    >
      <p>{text}</p>
    </ActDialog>
  );
}
