export { Dialog } from './dialog.tsx';
export type { DialogProps } from './dialog.tsx';
export { Menu } from './menu.tsx';
export type { MenuAction } from './menu.tsx';
