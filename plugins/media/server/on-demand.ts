import type { Queryable } from '@amanah/plugin-api';
import { z } from 'zod';
import { registerCaptionRoutes } from './captions/caption-routes.ts';
import { Tracks } from './captions/tracks.ts';
import { declareOnDemandData } from './on-demand-personal-data.ts';
import type { ProgrammeParts } from './programmes/programme-parts.ts';
import { registerLinkRoutes } from './storage/link-routes.ts';
import { MediaFiles } from './storage/media-files.ts';
import { registerPosterRoutes } from './storage/poster-routes.ts';
import { PrivateLinks } from './storage/private-links.ts';
import { StorageReport } from './storage/storage-report.ts';
import { registerStorageRoutes } from './storage/storage-routes.ts';
import { Editions } from './transcoding/editions.ts';
import { onDemandStreams } from './transcoding/on-demand-streams.ts';
import { findProgram } from './transcoding/run-program.ts';
import { registerProcessingRoutes } from './transcoding/processing-routes.ts';
import { Transcoder } from './transcoding/transcoder.ts';
import { WorkFolders } from './transcoding/work-folder.ts';
import { lookAtUpload } from './uploads/look-at-upload.ts';
import { abandonUpload, registerUploadProtocol } from './uploads/upload-protocol.ts';
import { registerUploadRoutes } from './uploads/upload-routes.ts';
import { Uploads } from './uploads/uploads.ts';

/** What runs beside the routes. */
export interface OnDemand {
  stop(): Promise<void>;
}

const hourMs = 3_600_000;
/** Clients ask for the state of an upload that ended no longer than this. */
const keepEndedDays = 7;

/** Programmes on demand: uploads, encoding, captions, pictures, private links, storage. */
export function registerOnDemand(programmes: ProgrammeParts): OnDemand {
  const { ctx } = programmes;
  const config = ctx.config.onDemand;
  const files = new MediaFiles(ctx.db, ctx.files, programmes.files);
  const uploads = new Uploads(ctx.db);
  const editions = new Editions(ctx.db);
  const tracks = new Tracks(ctx.db);
  const folders = new WorkFolders(config.workFolder ?? null);
  const report = new StorageReport(ctx.db, files);
  const maxSeconds = config.maxHours * 3_600;
  const transcoder = new Transcoder({
    db: ctx.db,
    editions,
    tracks,
    programmes: programmes.programmes,
    files,
    folders,
    log: ctx.log,
    maxSeconds,
    notify: (one, progress) => ctx.notify([one.createdBy], { type: 'media.processing', data: { programme: one.id, progress } }),
  });

  // Each run works off all that waits; the one of every minute takes over from a process that died.
  const encode = ctx.job({
    name: 'encode',
    input: z.strictObject({ because: z.string().max(100).optional() }),
    key: ({ because = 'left' }) => because,
    attempts: 3,
    timeoutMs: 24 * hourMs,
    cron: '* * * * *',
    run: (_input, call) => transcoder.run(call.signal),
  });
  const transcode = (tx: Queryable) => encode.enqueue({ because: crypto.randomUUID() }, tx);
  const look = ctx.job({
    name: 'look-at-upload',
    input: z.strictObject({ upload: z.uuid() }),
    key: ({ upload }) => upload,
    attempts: 8,
    timeoutMs: hourMs,
    run: ({ upload }, call) => lookAtUpload({ programmes, uploads, editions, files, folders, config, transcode }, upload, call.signal),
  });

  programmes.streams.serve('upload', onDemandStreams(editions, tracks, files));
  registerUploadProtocol({ programmes, uploads, files, config, look: (tx, upload) => look.enqueue({ upload }, tx) });
  registerUploadRoutes(programmes, uploads, config);
  registerProcessingRoutes({ programmes, editions, tracks, files, transcoder, transcode });
  registerCaptionRoutes(programmes, tracks);
  registerPosterRoutes(programmes, editions, files);
  registerLinkRoutes(programmes, new PrivateLinks(ctx.db, ctx.seals));
  registerStorageRoutes(programmes, report, config.quotaBytesPerUnit);

  declareOnDemandData(ctx);

  ctx.job({
    name: 'end-silent-uploads',
    input: z.strictObject({}),
    key: () => 'end-silent-uploads',
    attempts: 3,
    timeoutMs: 600_000,
    cron: '20 * * * *',
    async run() {
      for (const upload of await uploads.silentFor(config.keepUploadsHours)) await abandonUpload({ uploads, files, programmes }, upload);
      await uploads.forgetEnded(keepEndedDays);
    },
  });
  ctx.job({
    name: 'check-storage',
    input: z.strictObject({}),
    key: () => 'check-storage',
    attempts: 3,
    timeoutMs: hourMs,
    cron: '10 4 * * *',
    async run(_input, { signal }) {
      await folders.clearLeft();
      await report.forgetReplaced();
      const removed = await report.removeOrphans(signal);
      const missing = await report.findMissing(signal);
      if (removed > 0) ctx.log.info({ removed }, 'files that belonged to no programme were removed');
      if (missing > 0) ctx.log.error({ missing }, 'files of programmes are not in the store');
    },
  });
  ctx.health({
    name: 'encoder',
    critical: false,
    timeoutMs: 5_000,
    async check() {
      for (const program of ['ffmpeg', 'ffprobe', 'setpriv']) await findProgram(program);
    },
  });
  return { stop: () => transcoder.stop() };
}
