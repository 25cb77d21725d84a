import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const module = (path: string) => pathToFileURL(join(root, path)).href;

const manifest = {
  id: 'writer',
  api: '^1.0.0',
  owner: 'it-center',
  title: 'title',
  locales: ['ar', 'en'],
  permissions: {},
  systems: { commerceRegister: 'openapi', shopRegisterKhobar: 'soap', shopRegisterCentralDammam: 'sql' },
};

/** A plugin whose one route writes to a connected system with the key it is given, as a plugin of ours would. */
export const writerPlugin = {
  'manifest.ts': `export const manifest = ${JSON.stringify(manifest)} as const;\nexport default manifest;\n`,
  'server/index.ts': `import { definePlugin } from '${module('kit/plugin-api/index.ts')}';
import { z } from '${module('node_modules/zod/index.js')}';
import { manifest } from '../manifest.ts';

export default definePlugin({
  manifest,
  setup(ctx) {
    ctx.route({
      method: 'post',
      path: '/writes',
      access: { public: 'a test writes' },
      summary: 'Writes to a system once for a key',
      input: z.object({ system: z.string(), operation: z.string(), key: z.string(), input: z.unknown() }),
      output: z.object({ output: z.unknown() }),
      handle: async ({ system, operation, key, input }) => ({ output: (await ctx.systems[system][operation](input, { idempotencyKey: key })) ?? null }),
    });
    return undefined;
  },
});
`,
};
