import { Bell } from './bell.ts';

let shown: Bell | undefined;

/** The bell in the header: without a library, since it stands on every page of who is signed in. */
export const bell = {
  mount: async ({ domElement }: { readonly domElement: HTMLElement }) => {
    shown = new Bell(domElement);
    await shown.refresh();
  },
  unmount: async () => shown?.remove(),
};
