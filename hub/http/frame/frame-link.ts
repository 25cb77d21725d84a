/** One link of header, menus or footer. */
export interface FrameLink {
  readonly place: 'main' | 'account' | 'staff' | 'footer';
  readonly to: string;
  readonly title: string;
  readonly icon?: string;
}
