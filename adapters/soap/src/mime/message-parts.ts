import { randomBytes } from 'node:crypto';
import type { SoapVersion } from '../wsdl/operation-plan.ts';
import { mediaTypes } from '../soap/envelope.ts';
import type { Attachment } from '../soap/attachment.ts';
import { contentIdOf, mediaTypeOf, parameterOf, percentDecoded, readMultipart, writeMultipart, type MimePart } from './multipart-related.ts';

/** An attachment under the id by which the message refers to it. */
export interface IdentifiedAttachment extends Attachment {
  readonly id: string;
}

/** A message with what goes beside it. */
export interface MessageBytes {
  readonly contentType: string;
  readonly bytes: Buffer;
}

/** Ids of attachments of one message; those of declared parts carry their names, as the attachments profile wants it (AP 1.0, R2933). */
export function attachmentId(part: string | null): string {
  const random = randomBytes(12).toString('hex');
  return part === null ? `${random}@amanah` : `${encodeURIComponent(part)}=${random}@amanah`;
}

/** The content type of a message alone; SOAP 1.2 tells its action there. */
export function contentTypeOf(version: SoapVersion, action: string): string {
  const media = `${mediaTypes[version]}; charset=utf-8`;
  return version === '1.2' && action !== '' ? `${media}; action="${action.replace(/[\r\n"\\]/g, '')}"` : media;
}

/** Puts an envelope and its attachments together. `optimised` is for MTOM, where bytes of the message itself stand beside it. */
export function packMessage(
  envelope: string,
  attachments: readonly IdentifiedAttachment[],
  version: SoapVersion,
  action: string,
  optimised: boolean,
): MessageBytes {
  const root = Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>${envelope}`, 'utf8');
  if (attachments.length === 0 && !optimised) return { contentType: contentTypeOf(version, action), bytes: root };
  const boundary = `amanah-${randomBytes(18).toString('hex')}`;
  const media = mediaTypes[version];
  const rootType = optimised ? `application/xop+xml; charset=UTF-8; type="${media}"` : contentTypeOf(version, '');
  const parts: MimePart[] = [
    { headers: { 'Content-Type': rootType, 'Content-Transfer-Encoding': 'binary', 'Content-ID': '<envelope@amanah>' }, bytes: root },
    ...attachments.map(({ id, contentType, bytes }) => ({
      headers: { 'Content-Type': contentType, 'Content-Transfer-Encoding': 'binary', 'Content-ID': `<${id}>` },
      bytes,
    })),
  ];
  const type = optimised ? `type="application/xop+xml"; start-info="${media}"` : `type="${media}"`;
  const actionParameter = version === '1.2' && action !== '' ? `; action="${action.replace(/[\r\n"\\]/g, '')}"` : '';
  return {
    contentType: `multipart/related; ${type}; start="<envelope@amanah>"; boundary="${boundary}"${actionParameter}`,
    bytes: writeMultipart(parts, boundary),
  };
}

/** An answer taken apart. */
export interface UnpackedMessage {
  readonly contentType: string;
  readonly bytes: Buffer;
  readonly attachments: readonly IdentifiedAttachment[];
}

/** Takes an answer apart into its envelope and what came beside it. @throws MimeRefused */
export function unpackMessage(contentType: string, body: Buffer): UnpackedMessage {
  if (mediaTypeOf(contentType) !== 'multipart/related') return { contentType, bytes: body, attachments: [] };
  const parts = readMultipart(body, contentType);
  const start = parameterOf(contentType, 'start')?.replace(/^<|>$/g, '');
  const root = parts.find((part) => start !== undefined && contentIdOf(part) === start) ?? parts[0];
  if (!root) return { contentType: '', bytes: Buffer.alloc(0), attachments: [] };
  const attachments = parts
    .filter((part) => part !== root)
    .map((part, index) => {
      const id = contentIdOf(part) ?? `part-${index + 1}`;
      const name = /^([^=@]+)=/.exec(id)?.[1];
      return {
        id,
        contentType: part.headers['content-type'] ?? 'application/octet-stream',
        bytes: part.bytes,
        part: name === undefined ? null : percentDecoded(name),
      };
    });
  return { contentType: root.headers['content-type'] ?? 'text/xml', bytes: root.bytes, attachments };
}

/** Whether a media type is that of an envelope. */
export function isXml(contentType: string): boolean {
  return /^(?:text|application)\/(?:xml|[\w.-]+\+xml)$/.test(mediaTypeOf(contentType));
}
