import { AmanahError } from '@amanah/errors';
import { fileTypeFromBuffer } from 'file-type';
import type { UploadRules } from '../../shared/forms/form-types.ts';

export type AttachmentType = 'image/jpeg' | 'image/png' | 'application/pdf' | 'application/zip' | 'image/vnd.dwg';

/** File name endings of each type that attachments may have; the first one is given to a file whose name says something else. */
const endings: Readonly<Record<AttachmentType, readonly [string, ...string[]]>> = {
  'image/jpeg': ['.jpg', '.jpeg'],
  'image/png': ['.png'],
  'application/pdf': ['.pdf'],
  'application/zip': ['.zip'],
  'image/vnd.dwg': ['.dwg'],
};

export const attachmentTypes = Object.keys(endings) as readonly AttachmentType[];

/** Enough of a file's beginning to know its type. */
export const headBytes = 4_100;

/** The type of a file by its first bytes, when the field takes it; what its name or sender says counts for nothing. @throws ATTACHMENT_TYPE_REFUSED */
export async function acceptedType(head: Uint8Array, { accept }: Pick<UploadRules, 'accept'>): Promise<AttachmentType> {
  const found = (await fileTypeFromBuffer(head))?.mime ?? 'unknown';
  const type = attachmentTypes.find((one) => one === found);
  if (type && endings[type].some((ending) => accept.includes(ending))) return type;
  const types = accept.map((ending) => ending.slice(1).toUpperCase()).join(' · ');
  throw new AmanahError('ATTACHMENT_TYPE_REFUSED', { params: { types }, detail: found });
}

/** The name with an ending that says what the file is. */
export function namedAs(type: AttachmentType, name: string | null): string {
  const known = endings[type];
  if (name === null) return `file${known[0]}`;
  if (known.some((ending) => name.toLowerCase().endsWith(ending))) return name;
  const stem = name.replace(/\.[A-Za-z0-9]{1,8}$/, '');
  return stem.slice(0, 190) + known[0];
}
