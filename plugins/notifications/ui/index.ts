import type { Lifecycles } from '@amanah/ui';
import './notifications.css';

/** The list is written by the server part; the browser needs its styles only. */
export const page = { mount: async () => {}, unmount: async () => {} };

/** Pages of their own weight: the list above stays without a library. */
export const settings = deferred(() => import('./settings-page.tsx'));
export const deliveries = deferred(() => import('./deliveries-page.tsx'));

function deferred(load: () => Promise<{ readonly lifecycles: Lifecycles }>): Lifecycles {
  return {
    bootstrap: async (props) => (await load()).lifecycles.bootstrap(props),
    mount: async (props) => (await load()).lifecycles.mount(props),
    unmount: async (props) => (await load()).lifecycles.unmount(props),
  };
}
