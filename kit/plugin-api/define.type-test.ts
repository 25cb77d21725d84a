import { z } from 'zod';
import { defineManifest, definePlugin, fileOutput, type SystemOperation } from './index.ts';

// As `amanah system types` writes it: operations of a system by its id.
declare module './index.ts' {
  interface SystemOperations {
    'parks-register': { readonly park: SystemOperation<{ number: string }, { name: string }> };
  }
}

// Compiled, never run: each expected error must be one, or the compiler says so.
const manifest = defineManifest({
  id: 'parks',
  api: '^1.0.0',
  owner: 'parks',
  title: 'title',
  locales: ['ar', 'en'],
  permissions: { 'park.read': { title: 'title', risk: 'read' } },
  systems: { register: 'openapi', parksRegister: 'soap' },
  events: ['park.opened'],
});

definePlugin({
  manifest,
  setup(ctx) {
    const route = { method: 'get', path: '/parks', input: z.object({}), output: z.object({}), summary: 'Parks', handle: async () => ({}) } as const;
    ctx.route({ ...route, access: 'park.read' });
    ctx.route({ ...route, access: { public: 'everybody may read' } });
    // @ts-expect-error a misspelt permission
    ctx.route({ ...route, access: 'park.raed' });
    // @ts-expect-error no access at all
    ctx.route(route);
    const file = { ...route, path: '/plans', access: 'park.read', output: fileOutput('application/pdf') } as const;
    ctx.route({ ...file, handle: async () => ({ ...(await ctx.files.open('plan')), name: 'plan.pdf', disposition: 'inline' as const }) });
    // @ts-expect-error a file without a name
    ctx.route({ ...file, handle: async () => ({ ...(await ctx.files.open('plan')), disposition: 'inline' as const }) });
    ctx.systems.register.state();
    void ctx.systems.register.operation('anything')({ any: 'input' });
    const named: Promise<{ name: string }> = ctx.systems.parksRegister.park({ number: '7' }, { idempotencyKey: 'k' });
    void named;
    // @ts-expect-error an input of another type
    void ctx.systems.parksRegister.park({ number: 7 });
    // @ts-expect-error an operation that the system does not have
    void ctx.systems.parksRegister.street({});
    // @ts-expect-error a system without declared operations has none by name
    void ctx.systems.register.park({});
    // @ts-expect-error a system that the manifest does not declare
    void ctx.systems.payments;
    // @ts-expect-error an event that the manifest does not declare
    void ctx.events.emit(ctx.db, { type: 'park.closed', subject: '1', data: {} });
    return undefined;
  },
});

definePlugin({
  manifest,
  // @ts-expect-error setup must be synchronous
  async setup() {
    return undefined;
  },
});

// @ts-expect-error a risk that does not exist
defineManifest({ id: 'x', api: '^1.0.0', owner: 'x', title: 't', locales: ['ar'], permissions: { 'a.b': { title: 't', risk: 'none' } } });
