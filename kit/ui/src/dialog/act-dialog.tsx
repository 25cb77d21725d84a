import type { ReactNode } from 'react';
import { ActError, type Act } from '../act.tsx';
import { Button } from '../button.tsx';
import { Dialog } from './dialog.tsx';

export interface ActDialogProps {
  readonly title: string;
  readonly act: Pick<Act, 'busy' | 'error'>;
  /** The word of the button that names the act, and of the one that leaves all as it is. */
  readonly confirm: string;
  readonly keep: string;
  /** What it does cannot be taken back, or takes something away. */
  readonly danger?: boolean;
  /** Must be answered by a button: a click beside it does not close it. */
  readonly destructive?: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  /** What the act means, and what has to be given for it. */
  readonly children?: ReactNode;
}

/** An act that is asked for before it is done; while it is open, it says why the act was refused. */
export function ActDialog({ title, act, confirm, keep, danger = false, destructive = true, onConfirm, onClose, children }: ActDialogProps) {
  return (
    <Dialog
      open
      destructive={destructive}
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button tone="second" onClick={onClose}>
            {keep}
          </Button>
          <Button tone={danger ? 'danger' : 'main'} busy={act.busy} onClick={onConfirm}>
            {confirm}
          </Button>
        </>
      }
    >
      <ActError act={act} />
      {children}
    </Dialog>
  );
}
