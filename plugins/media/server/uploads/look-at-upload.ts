import { createReadStream } from 'node:fs';
import { AmanahError } from '@amanah/errors';
import type { Queryable } from '@amanah/plugin-api';
import type { OnDemandConfig } from '../on-demand-config.ts';
import type { ProgrammeParts } from '../programmes/programme-parts.ts';
import type { Programme } from '../programmes/programme-row.ts';
import type { MediaFiles } from '../storage/media-files.ts';
import { checkFile } from '../transcoding/check-file.ts';
import type { Editions } from '../transcoding/editions.ts';
import { fetched, type WorkFolders } from '../transcoding/work-folder.ts';
import type { UploadRow, Uploads } from './uploads.ts';

export interface LookParts {
  readonly programmes: ProgrammeParts;
  readonly uploads: Uploads;
  readonly editions: Editions;
  readonly files: MediaFiles;
  readonly folders: WorkFolders;
  readonly config: OnDemandConfig;
  transcode(tx: Queryable): Promise<void>;
}

/**
 * Looks at a file that has arrived: it becomes the original of its programme and waits to be encoded, or is refused with a reason and removed. What was
 * done before a crash is not done twice.
 */
export async function lookAtUpload(parts: LookParts, id: string, signal: AbortSignal): Promise<void> {
  const upload = await parts.uploads.find(id);
  const programme = upload && (await parts.programmes.programmes.find(upload.programme));
  if (!programme || upload.state !== 'arrived' || programme.state !== 'checking') return;
  try {
    await keep(parts, upload, programme, signal);
  } catch (error) {
    if (!(error instanceof AmanahError) || !error.code.startsWith('MEDIA_FILE_')) throw error;
    await parts.programmes.ctx.db.transaction(async (tx) => {
      const one = await parts.programmes.programmes.hold(tx, programme.id);
      if (one.state === 'checking')
        await parts.programmes.programmes.note(tx, one.id, { state: 'refused', problem: { code: error.code, params: error.params } });
    });
    parts.programmes.ctx.log.info({ programme: programme.id, code: error.code, detail: error.detail }, 'an uploaded file was refused');
    await parts.files.remove(programme.id, [originalKey(upload)]);
  }
  await removeParts(parts, upload);
  await parts.folders.close(upload.id);
}

async function keep(parts: LookParts, upload: UploadRow, programme: Programme, signal: AbortSignal): Promise<void> {
  const { programmes, editions, files, folders, config, uploads } = parts;
  const pieces = await uploads.parts(upload.id);
  const path = await fetched(await folders.open(upload.id), 'upload', upload.bytes, async function* () {
    for (const { key } of pieces) yield* await (await files.open(key)).stream();
  });
  const limits = { maxSeconds: config.maxHours * 3_600, maxPixels: config.maxPixels, probeMs: config.checkSeconds * 1_000 };
  const facts = await checkFile(path, programme.kind, limits, signal);
  const key = originalKey(upload);
  const { bytes, sha256 } = await files.put(programme.id, 'original', key, createReadStream(path), { type: 'application/octet-stream' });
  const scan = await files.scan(key);
  if (scan.outcome === 'harmful') throw new AmanahError('MEDIA_FILE_HARMFUL', { detail: scan.threat });
  const before = await editions.original(programme.id);
  await programmes.ctx.db.transaction(async (tx) => {
    const one = await programmes.programmes.hold(tx, programme.id);
    if (one.state !== 'checking') return;
    await editions.keepOriginal(tx, one.id, { key, name: upload.name, bytes, sha256, facts });
    await editions.add(tx, one.id);
    await programmes.programmes.note(tx, one.id, { state: 'transcoding', seconds: Math.round(facts.seconds * 1_000) / 1_000, problem: null });
    await parts.transcode(tx);
  });
  if (before && before.key !== key) await files.remove(programme.id, [before.key]);
}

async function removeParts({ uploads, files }: LookParts, { id, programme }: UploadRow): Promise<void> {
  const pieces = await uploads.parts(id);
  await files.remove(
    programme,
    pieces.map(({ key }) => key),
  );
  await uploads.forgetParts(id);
}

function originalKey({ id, programme }: UploadRow): string {
  return `vod/${programme}/original-${id}`;
}
