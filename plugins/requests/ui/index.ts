import type { Lifecycles } from '@amanah/ui';
import './requests.css';
import './own/own.css';
import './own/start.css';
import './own/request.css';
import './staff/staff.css';
import './staff/case.css';
import './analyst/analyst.css';

/** Every page loads what it needs when it is opened: the form's libraries, the tables of officials and the diagram stay out of the others. */
export const apply = deferred(() => import('./own/apply-page.tsx'));
export const ownRequests = deferred(() => import('./own/requests-page.tsx'));
export const ownRequest = deferred(() => import('./own/request-page.tsx'));
export const consents = deferred(() => import('./own/consents-page.tsx'));
export const inbox = deferred(() => import('./staff/inbox-page.tsx'));
export const cases = deferred(() => import('./staff/cases-page.tsx'));
export const staffCase = deferred(() => import('./staff/case-page.tsx'));
export const newInspection = deferred(() => import('./staff/new-inspection-page.tsx'));
export const load = deferred(() => import('./staff/load-page.tsx'));
export const deputies = deferred(() => import('./staff/deputies-page.tsx'));
export const stuck = deferred(() => import('./staff/stuck-page.tsx'));
export const procedures = deferred(() => import('./analyst/procedures-page.tsx'));
export const procedure = deferred(() => import('./analyst/procedure-page.tsx'));
export const drawProcedure = deferred(() => import('./analyst/draw-page.tsx'));

function deferred(load: () => Promise<{ readonly lifecycles: Lifecycles }>): Lifecycles {
  return {
    bootstrap: async (props) => (await load()).lifecycles.bootstrap(props),
    mount: async (props) => (await load()).lifecycles.mount(props),
    unmount: async (props) => (await load()).lifecycles.unmount(props),
  };
}
