import { Button } from '@amanah/ui';
import { Dialog } from '@amanah/ui/dialog';
import { t } from './messages.ts';

export interface ConfirmProps {
  readonly open: boolean;
  readonly title: string;
  readonly text: string;
  /** The button's word: names the act. */
  readonly act: string;
  readonly busy: boolean;
  readonly onClose: () => void;
  readonly onConfirm: () => void;
}

/** Asks before something is taken away; the safe choice has the focus. */
export function Confirm({ open, title, text, act, busy, onClose, onConfirm }: ConfirmProps) {
  return (
    <Dialog
      open={open}
      destructive
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button tone="second" autoFocus onClick={onClose}>
            {t('keep')}
          </Button>
          <Button tone="danger" busy={busy} onClick={onConfirm}>
            {act}
          </Button>
        </>
      }
    >
      {text}
    </Dialog>
  );
}
