import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const module = (path: string) => pathToFileURL(join(root, path)).href;

const manifest = { id: 'paper-maker', api: '^1.0.0', owner: 'it-center', title: 'title', locales: ['ar', 'en'], permissions: {}, uses: ['documents'] };

/** A plugin that gives out documents as a plugin of ours would, when a test asks for one; who is named `me` is who asks. */
export const paperMaker = {
  'manifest.ts': `export const manifest = ${JSON.stringify(manifest)} as const;\nexport default manifest;\n`,
  'server/index.ts': `import { definePlugin } from '${module('kit/plugin-api/index.ts')}';
import { z } from '${module('node_modules/zod/index.js')}';
import { documents } from '${module('plugins/documents/contract.ts')}';
import { manifest } from '../manifest.ts';

const access = { public: 'a test asks' };
export default definePlugin({
  manifest,
  setup(ctx) {
    ctx.route({
      method: 'post', path: '/papers', access, summary: 'Gives out a document', input: z.object({ paper: z.any() }), output: z.unknown(),
      handle: ({ paper }, call) => ctx.use(documents).make({ ...paper, readers: paper.readers.map((reader) => (reader === 'me' ? call.actor.person.id : reader)) }),
    });
    ctx.route({
      method: 'post', path: '/withdrawals', access, summary: 'Withdraws a document', input: z.object({ id: z.string(), reason: z.unknown() }), output: z.object({}),
      handle: async ({ id, reason }) => (await ctx.use(documents).withdraw(id, reason), {}),
    });
    return undefined;
  },
});
`,
};
