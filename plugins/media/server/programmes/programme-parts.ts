import { AmanahError } from '@amanah/errors';
import type { Call } from '@amanah/plugin-api';
import { catalogue } from '../../../services/contract.ts';
import type { Context } from '../context.ts';
import { mayOpen } from './audience.ts';
import type { ServiceNames } from './answers.ts';
import { ProgrammeFiles } from './programme-files.ts';
import type { Programme } from './programme-row.ts';
import { Programmes } from './programmes.ts';
import { Publication } from './publication.ts';
import { Streams } from './streams.ts';

export type OfficePermission = 'programme.read' | 'programme.write' | 'programme.publish' | 'programme.remove' | 'broadcast.run' | 'channel.write';

/** What all parts of the plugin share about programmes. */
export interface ProgrammeParts {
  readonly ctx: Context;
  readonly programmes: Programmes;
  readonly files: ProgrammeFiles;
  readonly publication: Publication;
  /** Address of all streams; the part that makes those of an origin says how they are answered. */
  readonly streams: Streams;
  readonly services: ServiceNames;
  /** One that the caller may open. @throws MEDIA_PROGRAMME_UNKNOWN also for those of other audiences and units */
  openFor(id: string, call: Call): Promise<Programme>;
  /** One on whose unit the caller holds a permission. @throws MEDIA_PROGRAMME_UNKNOWN also for those of other units */
  ofOffice(id: string, permission: OfficePermission, call: Call): Promise<Programme>;
  /** @throws MEDIA_SERVICE_UNKNOWN */
  assertServices(codes: readonly (string | null)[]): void;
  /** Whether the caller may give a programme to a channel, or take it from there. @throws MEDIA_CHANNEL_UNKNOWN also for those of other units */
  assertChannel(slug: string | null, call: Call): Promise<void>;
}

export function programmeParts(ctx: Context): ProgrammeParts {
  const programmes = new Programmes(ctx.db);
  const files = new ProgrammeFiles(ctx.db, ctx.files);
  const services: ServiceNames = { find: (code) => ctx.use(catalogue).find(code) };
  const unknown = (id: string) => new AmanahError('MEDIA_PROGRAMME_UNKNOWN', { detail: id });
  return {
    ctx,
    programmes,
    files,
    services,
    streams: new Streams(ctx, programmes),
    publication: new Publication(ctx, programmes, files),
    async openFor(id, call) {
      const one = await programmes.find(id);
      if (!one || !mayOpen(one, call, ctx.access)) throw unknown(id);
      return one;
    },
    async ofOffice(id, permission, call) {
      const one = await programmes.find(id);
      if (!one || !ctx.access.may(call.actor, `media:${permission}`, one.unit)) throw unknown(id);
      return one;
    },
    assertServices(codes) {
      const missing = codes.find((code) => code !== null && !services.find(code));
      if (missing) throw new AmanahError('MEDIA_SERVICE_UNKNOWN', { params: { code: missing } });
    },
    async assertChannel(slug, call) {
      if (slug === null) return;
      const [found] = await ctx.db.query<{ unit: string }>('SELECT unit FROM channel WHERE slug = $1', [slug]);
      if (!found || !ctx.access.may(call.actor, 'media:channel.write', found.unit)) throw new AmanahError('MEDIA_CHANNEL_UNKNOWN', { detail: slug });
    },
  };
}
