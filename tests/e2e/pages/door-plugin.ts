import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const module = (path: string) => pathToFileURL(join(root, path)).href;

const manifest = {
  id: 'doors',
  api: '^1.0.0',
  owner: 'it-center',
  title: 'title',
  locales: ['ar', 'en'],
  permissions: { 'room.open': { title: 'title', risk: 'write' } },
  events: ['room.opened'],
  addresses: ['/doors'],
};

/** A plugin that answers an outside protocol, opens WebSockets, and brings commands: its rooms are opened by command and looked at by HTTP. */
export const doorPlugin = {
  'manifest.ts': `export const manifest = ${JSON.stringify(manifest)} as const;\nexport default manifest;\n`,
  'server/index.ts': `import { once } from 'node:events';
import { definePlugin } from '${module('kit/plugin-api/index.ts')}';
import { z } from '${module('node_modules/zod/index.js')}';
import { manifest } from '../manifest.ts';

export default definePlugin({
  manifest,
  migrations: new URL('../migrations/', import.meta.url),
  config: z.object({ floor: z.number().default(3) }),
  setup(ctx) {
    ctx.protocol({
      at: '/doors/:room',
      methods: ['GET'],
      access: { public: 'a test looks' },
      limit: { perMinute: 600 },
      summary: 'A room as text',
      async handle(_request, response, _call, { room }) {
        const rows = await ctx.db.query('SELECT name, seats FROM room WHERE name = $1', [room]);
        response.setHeader('Content-Type', 'text/plain');
        response.end(JSON.stringify(rows));
      },
    });
    ctx.protocol({
      at: '/api/doors/slow',
      methods: ['GET'],
      access: { public: 'a test goes away' },
      summary: 'Begins, and ends when its caller has gone',
      async handle(_request, response, call) {
        response.writeHead(200).flushHeaders();
        await once(call.signal, 'abort');
        ctx.log.info({}, 'the caller has gone');
      },
    });
    ctx.socket({
      path: '/rooms/:room',
      access: 'room.open',
      summary: 'A room',
      maxMessageBytes: 10_000,
      async handle(socket, call, { room }) {
        socket.send(call.actor.username + ' in ' + room);
        for await (const message of socket.messages) socket.send(message);
      },
    });
    return undefined;
  },
});
`,
  'server/commands.ts': `import { defineCommands } from '${module('kit/plugin-api/index.ts')}';
import { AmanahError } from '${module('kit/errors/index.ts')}';
import { z } from '${module('node_modules/zod/index.js')}';
import { manifest } from '../manifest.ts';

export default defineCommands(manifest, (add) => {
  add({
    name: 'room open',
    summary: 'opens a room',
    input: z.object({
      name: z.string().regex(/^[a-z]+$/, 'lower-case letters').describe('its name'),
      seats: z.coerce.number().int().max(500),
      guest: z.array(z.string()).default([]),
      quiet: z.boolean(),
    }),
    async run({ name, seats, guest, quiet }, ctx) {
      if (name === 'cellar') throw new AmanahError('HTTP_NOT_FOUND');
      const [who] = await ctx.db.query('SELECT current_user AS role');
      await ctx.db.transaction(async (tx) => {
        await tx.query('INSERT INTO room (name, seats) VALUES ($1, $2)', [name, seats]);
        await ctx.events.emit(tx, { type: 'room.opened', subject: name, data: { guest } });
      });
      await ctx.audit.record({ action: 'room.opened', actor: null, subject: name, requestId: 'command-line' });
      return { result: { name, seats, guest, quiet, floor: ctx.config.floor, role: who.role }, lines: [name + ': ' + seats] };
    },
  });
});
`,
  'migrations/0001-room.sql': 'CREATE TABLE room (name text PRIMARY KEY, seats int NOT NULL);\n',
};
