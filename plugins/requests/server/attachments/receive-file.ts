import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { AmanahError } from '@amanah/errors';
import type { Files, Upload } from '@amanah/plugin-api';
import type { UploadRules } from '../../shared/forms/form-types.ts';
import { sentLimit } from '../../shared/forms/sent-limit.ts';
import { attachmentKey, type AttachmentRow, type Attachments, type Purpose } from './attachments.ts';
import { acceptedType, headBytes, namedAs, type AttachmentType } from './file-types.ts';
import { lookInto } from './look-into.ts';

export interface FileRoom {
  readonly files: Files;
  readonly attachments: Attachments;
}

/**
 * Takes a file from its first byte to a clean attachment: its type is known before anything is kept, it lies in the store while it is looked into and
 * scanned, and nobody can open it before. Whatever goes wrong leaves neither row nor bytes; where the scanner is away, it waits in `scanning`.
 * @throws ATTACHMENT_* saying what is wrong with it
 */
export async function receiveFile(room: FileRoom, personId: string, purpose: Purpose, { stream, name }: Upload, rules: UploadRules): Promise<AttachmentRow> {
  const { head, whole } = await withHead(stream);
  if (head.length === 0) throw new AmanahError('ATTACHMENT_EMPTY');
  const type = await acceptedType(head, rules);
  await makeRoom(room, purpose, rules.maxFiles);
  const file = { id: randomUUID(), name: namedAs(type, name), type };
  const { id } = file;
  await room.attachments.begin(personId, purpose, file);
  try {
    await room.attachments.arrived(id, await keep(room.files, { ...file, whole }, rules));
    await scan(room, id);
  } catch (error) {
    // The scanner's look comes later; the file is safe where it is, and shut.
    if (isAway(error)) return room.attachments.find(id);
    await forgetFile(room, id);
    throw error;
  }
  return room.attachments.find(id);
}

/** Writes the file, looks into it, and puts what is to be kept in its place. */
async function keep(files: Files, { id, whole, name, type }: { id: string; whole: Readable; name: string; type: AttachmentType }, rules: UploadRules) {
  const key = attachmentKey(id);
  const put = (content: Readable | Uint8Array, maxBytes: number) =>
    files.put(key, content, { type, maxBytes }).catch((error: unknown) => {
      const tooLarge = error instanceof AmanahError && error.code === 'HTTP_TOO_LARGE';
      throw tooLarge ? new AmanahError('ATTACHMENT_TOO_LARGE', { params: { megabytes: Math.round(maxBytes / 1024 ** 2) } }) : error;
    });
  const arrived = await put(whole, sentLimit(name, rules));
  const load = async () => buffer(await (await files.open(key)).stream());
  const remade = await lookInto(load, type, rules.maxBytes);
  return remade === null ? arrived : put(remade, rules.maxBytes);
}

/** Has the scanner look at a file that has arrived. @throws ATTACHMENT_HARMFUL, FILES_SCANNER_UNAVAILABLE */
export async function scan({ files, attachments }: FileRoom, id: string): Promise<void> {
  const found = await files.scan(attachmentKey(id));
  const threat = found.outcome === 'harmful' ? found.threat : null;
  await attachments.scanned(id, threat);
  if (threat !== null) throw new AmanahError('ATTACHMENT_HARMFUL', { detail: threat });
}

/** Bytes first: a row without them is found by the next clearing, bytes without a row by nobody. */
export async function forgetFile({ files, attachments }: FileRoom, id: string): Promise<void> {
  await files.remove(attachmentKey(id));
  await attachments.forget(id);
}

/**
 * A person who changes their mind sends more files than the field takes: those that no longer stand in the draft make room.
 * @throws ATTACHMENT_TOO_MANY when there are none
 */
async function makeRoom(room: FileRoom, purpose: Purpose, maxFiles: number): Promise<void> {
  const sent = await room.attachments.untakenOf(purpose);
  if (sent.length < maxFiles * 3) return;
  const idle = sent.filter((file) => file.idle);
  if (idle.length === 0) throw new AmanahError('ATTACHMENT_TOO_MANY', { detail: `${sent.length} files for ${purpose.field}` });
  for (const { id } of idle) await forgetFile(room, id);
}

/** The first bytes of a stream, and the stream as if nothing had been read. */
async function withHead(stream: Readable): Promise<{ readonly head: Buffer; readonly whole: Readable }> {
  const source = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const begun: Buffer[] = [];
  let bytes = 0;
  while (bytes < headBytes) {
    const { value, done } = await source.next();
    if (done) break;
    begun.push(value);
    bytes += value.length;
  }
  const rest = { [Symbol.asyncIterator]: () => source };
  const all = async function* () {
    yield* begun;
    yield* rest;
  };
  return { head: Buffer.concat(begun), whole: Readable.from(all(), { objectMode: false }) };
}

function isAway(error: unknown): boolean {
  return error instanceof AmanahError && error.code === 'FILES_SCANNER_UNAVAILABLE';
}
