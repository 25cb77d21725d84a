export { ActDialog } from './act-dialog.tsx';
export type { ActDialogProps } from './act-dialog.tsx';
export { Dialog } from './dialog.tsx';
export type { DialogProps } from './dialog.tsx';
export { Menu } from './menu.tsx';
export type { MenuAction } from './menu.tsx';
export { useReason } from './use-reason.ts';
export type { Reason } from './use-reason.ts';
