import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { AmanahError, errorText } from '@amanah/errors';
import type { Call, Queryable } from '@amanah/plugin-api';
import { Metadata, Server } from '@tus/server';
import { personOf } from '../context.ts';
import type { OnDemandConfig } from '../on-demand-config.ts';
import type { ProgrammeParts } from '../programmes/programme-parts.ts';
import type { MediaFiles } from '../storage/media-files.ts';
import { PartStore } from './part-store.ts';
import { UploadLocks } from './upload-lock.ts';
import type { UploadRow, Uploads } from './uploads.ts';

export interface UploadProtocolParts {
  readonly programmes: ProgrammeParts;
  readonly uploads: Uploads;
  readonly files: MediaFiles;
  readonly config: OnDemandConfig;
  /** The file of an upload is whole: has it looked at. */
  look(tx: Queryable, upload: string): Promise<void>;
}

export const uploadPath = '/api/media/uploads';
/** A part of hours on a slow line is no fault as long as something comes. */
const longestPartMs = 6 * 3_600_000;
/** Programmes that take a file: new ones, and those whose file was refused or broke. */
const open = ['uploading', 'refused', 'failed'] as const;

/** Registers tus 1.0 (creation, expiration, termination): resumable uploads of the files of programmes. Who may is decided here, the rest by `@tus/server`. */
export function registerUploadProtocol(parts: UploadProtocolParts): void {
  const { uploads, files, config, programmes } = parts;
  const { ctx } = programmes;
  /** Ids that were given to uploads about to begin. */
  const begun = new WeakMap<object, string>();
  const server = new Server({
    path: uploadPath,
    relativeLocation: true,
    maxSize: config.maxUploadBytes,
    locker: new UploadLocks(),
    allowedOrigins: [ctx.publicUrl.origin],
    namingFunction: (request) => begun.get(request.runtime?.node?.req ?? request) ?? randomUUID(),
    onResponseError: (_request, error) => (error instanceof AmanahError ? { status_code: error.status, body: errorText(error.code, 'en').title } : undefined),
    datastore: new PartStore({
      db: ctx.db,
      uploads,
      files,
      keepMs: config.keepUploadsHours * 3_600_000,
      async whole(tx, upload) {
        await uploads.setState(tx, upload.id, 'arrived');
        await programmes.programmes.note(tx, upload.programme, { state: 'checking', problem: null });
        await parts.look(tx, upload.id);
      },
      abandon: (upload) => abandonUpload(parts, upload),
    }),
  });

  ctx.protocol({
    at: uploadPath,
    methods: ['POST', 'OPTIONS'],
    access: 'programme.write',
    summary: 'tus 1.0: begins the upload of the file of a programme',
    maxBodyBytes: config.maxUploadBytes,
    answerWithinMs: longestPartMs,
    async handle(request, response, call) {
      if (request.method === 'POST') begun.set(request, await begin(parts, request, call));
      await server.handle(request, response);
    },
  });
  ctx.protocol({
    at: `${uploadPath}/:upload`,
    methods: ['HEAD', 'PATCH', 'DELETE', 'OPTIONS'],
    access: 'programme.write',
    summary: 'tus 1.0: how far an upload is, its next part, its end',
    maxBodyBytes: config.maxUploadBytes,
    answerWithinMs: longestPartMs,
    async handle(request, response, call, { upload = '' }) {
      const found = await uploads.find(upload);
      if (!found || found.state === 'abandoned') throw new AmanahError('MEDIA_UPLOAD_UNKNOWN', { detail: upload });
      await programmes.ofOffice(found.programme, 'programme.write', call);
      if (found.state === 'arrived' && request.method !== 'HEAD') throw new AmanahError('MEDIA_UPLOAD_UNKNOWN', { detail: `${upload} has arrived` });
      await server.handle(request, response);
    },
  });
}

/** Ends an upload for good: its parts are removed and its programme waits for another file. */
export async function abandonUpload(
  { uploads, files, programmes }: Pick<UploadProtocolParts, 'uploads' | 'files' | 'programmes'>,
  upload: UploadRow,
): Promise<void> {
  await programmes.ctx.db.transaction(async (tx) => {
    if (!(await uploads.setState(tx, upload.id, 'abandoned'))) return;
    const one = await programmes.programmes.hold(tx, upload.programme);
    if (one.state === 'uploading') await programmes.programmes.note(tx, one.id, { state: 'refused', problem: { code: 'MEDIA_UPLOAD_ABANDONED', params: {} } });
  });
  await files.remove(
    upload.programme,
    (await uploads.parts(upload.id)).map(({ key }) => key),
  );
  await uploads.forgetParts(upload.id);
}

/** Decides on a new upload and notes it. @returns its id. @throws MEDIA_UPLOAD_MALFORMED, HTTP_TOO_LARGE, MEDIA_QUOTA_FULL, MEDIA_STATE_REFUSED, MEDIA_UPLOAD_RUNNING */
async function begin({ uploads, config, programmes, look }: UploadProtocolParts, request: IncomingMessage, call: Call): Promise<string> {
  const { bytes, programme, name } = announced(request);
  if (bytes > config.maxUploadBytes) throw new AmanahError('HTTP_TOO_LARGE', { detail: `${bytes} bytes` });
  const { unit } = await programmes.ofOffice(programme, 'programme.write', call);
  const id = randomUUID();
  await programmes.ctx.db.transaction(async (tx) => {
    // Two uploads of one unit at the same moment must not both fit into the same room.
    await tx.query("SELECT pg_advisory_xact_lock(hashtext('media quota ' || $1))", [unit]);
    const one = await programmes.programmes.hold(tx, programme);
    if (one.origin !== 'upload' || !open.some((state) => state === one.state))
      throw new AmanahError('MEDIA_STATE_REFUSED', { detail: `${programme} is ${one.state}` });
    await uploads.begin(tx, { id, programme, name, bytes, createdBy: personOf(call) });
    if ((await uploads.bytesOfUnit(unit, tx)) > config.quotaBytesPerUnit) throw new AmanahError('MEDIA_QUOTA_FULL', { detail: unit });
    await programmes.programmes.note(tx, programme, { state: 'uploading', problem: null });
    if (bytes > 0) return;
    await uploads.setState(tx, id, 'arrived');
    await programmes.programmes.note(tx, programme, { state: 'checking' });
    await look(tx, id);
  });
  return id;
}

/** What the request says of the file, in the headers of tus. @throws MEDIA_UPLOAD_MALFORMED */
function announced({ headers }: IncomingMessage): { readonly bytes: number; readonly programme: string; readonly name: string } {
  const refused = (detail: string) => new AmanahError('MEDIA_UPLOAD_MALFORMED', { detail });
  const length = String(headers['upload-length'] ?? '');
  if (!/^\d{1,15}$/.test(length)) throw refused('Upload-Length');
  let metadata: Readonly<Record<string, string | null>>;
  try {
    metadata = Metadata.parse(String(headers['upload-metadata'] ?? ''));
  } catch (error) {
    throw new AmanahError('MEDIA_UPLOAD_MALFORMED', { detail: 'Upload-Metadata', cause: error });
  }
  const programme = metadata['programme'] ?? '';
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(programme)) throw refused('metadata "programme"');
  return { bytes: Number(length), programme, name: shownName(metadata['filename'] ?? '') };
}

/** The last part of a path, without control and direction marks: for people to read. */
function shownName(given: string): string {
  const last = given.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const clean = last.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu, '').trim();
  return clean === '' ? '—' : [...clean].slice(0, 200).join('');
}
