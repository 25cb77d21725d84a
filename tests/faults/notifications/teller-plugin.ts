import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const module = (path: string) => pathToFileURL(join(root, path)).href;

const manifest = { id: 'teller', api: '^1.0.0', owner: 'it-center', title: 'title', locales: ['ar', 'en'], permissions: {}, uses: ['notifications'] };

/** A plugin whose one route tells whoever is signed in what it is given, as a plugin of ours would; `imported`: within an import. */
export const tellerPlugin = {
  'manifest.ts': `export const manifest = ${JSON.stringify(manifest)} as const;\nexport default manifest;\n`,
  'server/index.ts': `import { definePlugin } from '${module('kit/plugin-api/index.ts')}';
import { z } from '${module('node_modules/zod/index.js')}';
import { notifications } from '${module('plugins/notifications/contract.ts')}';
import { manifest } from '../manifest.ts';

export default definePlugin({
  manifest,
  setup(ctx) {
    ctx.route({
      method: 'post',
      path: '/tell',
      access: { public: 'a test tells' },
      summary: 'Tells the signed-in person something',
      input: z.object({ notice: z.any(), imported: z.boolean().default(false) }),
      output: z.object({}),
      handle: async ({ notice, imported }, { actor }) => {
        const service = ctx.use(notifications);
        const tell = () => service.send([actor.person.id], notice);
        await (imported ? service.silently(tell) : tell());
        return {};
      },
    });
    return undefined;
  },
});
`,
};
