import type { ReactNode } from 'react';
import { Dialog as AriaDialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { AriaFrame } from '../aria/aria-frame.tsx';
import { useMount } from '../mount-context.ts';

export interface DialogProps {
  readonly open: boolean;
  /** The question: «تسحب الطلب نهائياً؟». */
  readonly title: string;
  readonly onClose: () => void;
  /** Buttons that name the act. Give the safe one `autoFocus` when the act destroys. */
  readonly actions: ReactNode;
  /** Must be answered by a button: a click beside it does not close it. */
  readonly destructive?: boolean;
  readonly children?: ReactNode;
}

/** A question in front of the page; the focus stays inside and returns afterwards. */
export function Dialog({ open, title, onClose, actions, destructive = false, children }: DialogProps) {
  const { portal } = useMount();
  return (
    <AriaFrame>
      <ModalOverlay
        className="am-scrim"
        isOpen={open}
        onOpenChange={(next) => {
          if (!next) onClose();
        }}
        isDismissable={!destructive}
        {...(portal ? { UNSTABLE_portalContainer: portal } : {})}
      >
        <Modal className="am-dialog">
          <AriaDialog className="am-dialog__inner" role={destructive ? 'alertdialog' : 'dialog'}>
            <Heading slot="title" level={2} className="am-dialog__title">
              {title}
            </Heading>
            <div className="am-dialog__body">{children}</div>
            <div className="am-dialog__actions">{actions}</div>
          </AriaDialog>
        </Modal>
      </ModalOverlay>
    </AriaFrame>
  );
}
