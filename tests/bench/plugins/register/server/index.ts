import { AmanahError } from '@amanah/errors';
import { definePlugin } from '@amanah/plugin-api';
import { z } from 'zod';
import manifest from '../manifest.ts';

const entry = z.strictObject({ id: z.number().int(), name: z.string(), unit: z.string() });

export default definePlugin({
  manifest,
  migrations: new URL('../migrations/', import.meta.url),
  setup(ctx) {
    ctx.route({
      method: 'get',
      path: '/entries/{id}',
      access: 'entry.read',
      summary: 'One entry',
      input: z.strictObject({ id: z.coerce.number().int().positive() }),
      output: entry,
      async handle({ id }) {
        const [row] = await ctx.db.query<z.infer<typeof entry>>('SELECT id, name, unit FROM entry WHERE id = $1', [id], 'entry-by-id');
        if (!row) throw new AmanahError('HTTP_NOT_FOUND');
        return row;
      },
    });
  },
});
