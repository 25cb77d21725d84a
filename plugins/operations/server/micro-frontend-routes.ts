import { AmanahError } from '@amanah/errors';
import { z } from 'zod';
import { integrityAnswer, microFrontendsAnswer, type IntegrityAnswer } from '../shared/admin-answers.ts';
import { id, nothing, signedIn, type Context } from './caller.ts';
import { fetchBytes, integrityOf } from './fetch-bytes.ts';

/** The manifest itself as YAML or JSON text, or the address where it lies. */
const source = z.union([z.strictObject({ text: z.string().min(1).max(200_000) }), z.strictObject({ url: z.url({ protocol: /^https?$/ }).max(500) })]);

/** Third parties' micro-frontends: registering, comparing their files, review. */
export function registerMicroFrontends(ctx: Context): void {
  const find = async (wanted: string) => {
    const found = (await ctx.hub.host.microFrontends()).find((one) => one.id === wanted);
    if (!found) throw new AmanahError('HOST_MICRO_FRONTEND_UNKNOWN', { detail: wanted });
    return found;
  };

  ctx.route({
    method: 'get',
    path: '/micro-frontends',
    access: 'micro-frontend.read',
    summary: 'Micro-frontends of third parties with their files and review',
    input: nothing,
    output: microFrontendsAnswer,
    async handle(_input, { language }) {
      const list = await ctx.hub.host.microFrontends();
      return {
        microFrontends: list.map(({ id: micro, title, origin, entry, at, permission, state, reviewedAt, files }) => ({
          id: micro,
          title: title[language],
          origin,
          entry,
          at,
          permission,
          state,
          reviewedAt,
          files: Object.entries(files).map(([path, hash]) => ({ path, hash })),
        })),
      };
    },
  });
  ctx.route({
    method: 'post',
    path: '/micro-frontends',
    access: 'micro-frontend.manage',
    summary: 'Registers a micro-frontend by its manifest; it waits for review and runs in a closed frame until then',
    input: z.strictObject({ source }),
    output: z.strictObject({ id: z.string() }),
    async handle(input, call) {
      const actor = signedIn(call);
      const text = 'text' in input.source ? input.source.text : await manifestAt(input.source.url);
      return { id: (await ctx.hub.host.saveMicroFrontend(text, actor, call.requestId)).id };
    },
  });
  ctx.route({
    method: 'post',
    path: '/micro-frontends/{id}/check',
    access: 'micro-frontend.read',
    summary: 'Fetches every file from its origin and compares its hash with the registered one',
    input: z.strictObject({ id }),
    output: integrityAnswer,
    async handle(input) {
      const { origin, files } = await find(input.id);
      return { files: await Promise.all(Object.entries(files).map(([path, hash]) => compared(origin, path, hash))) };
    },
  });
  ctx.route({
    method: 'post',
    path: '/micro-frontends/{id}/review',
    access: 'micro-frontend.manage',
    summary: 'Lets these very files run in the page, or withdraws that',
    input: z.strictObject({ id, approve: z.boolean() }),
    output: nothing,
    async handle(input, call) {
      await find(input.id);
      await ctx.hub.host.reviewMicroFrontend(input.id, input.approve, signedIn(call), call.requestId);
      return {};
    },
  });
  ctx.route({
    method: 'delete',
    path: '/micro-frontends/{id}',
    access: 'micro-frontend.manage',
    summary: 'Removes a micro-frontend',
    input: z.strictObject({ id }),
    output: nothing,
    async handle(input, call) {
      await find(input.id);
      await ctx.hub.host.removeMicroFrontend(input.id, signedIn(call), call.requestId);
      return {};
    },
  });
}

async function manifestAt(url: string): Promise<string> {
  try {
    return (await fetchBytes(url)).toString('utf8');
  } catch (error) {
    throw new AmanahError('OPERATIONS_MANIFEST_UNREACHABLE', { detail: `${url}: ${String(error)}`, cause: error });
  }
}

async function compared(origin: string, path: string, hash: string): Promise<IntegrityAnswer['files'][number]> {
  try {
    const found = integrityOf(await fetchBytes(origin + path));
    return { path, state: found === hash ? 'same' : 'different', found };
  } catch {
    return { path, state: 'unreachable', found: null };
  }
}
