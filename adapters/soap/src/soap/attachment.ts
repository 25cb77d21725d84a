import { recordOf } from '../json/json-value.ts';
import { attachmentOf, Unwritable } from '../json/write-simple.ts';
import type { MessagePlan } from '../wsdl/operation-plan.ts';
import { mediaTypeOf } from '../mime/multipart-related.ts';
import { recover } from '../recover.ts';

/** Bytes that go beside the envelope. */
export interface Attachment {
  readonly contentType: string;
  readonly bytes: Buffer;
  /** Name of the part in the description (`mime:content`); `null` for one that the message refers to. */
  readonly part: string | null;
}

/** Attachments of a message by the names of its description; `find` is told of those that are missing, unknown or wrong. */
export function attachmentEntries({ attachments }: MessagePlan, values: unknown, find: (name: string, message: string) => void): readonly Attachment[] {
  const record = recordOf(values ?? {});
  for (const name of Object.keys(record)) if (!attachments.some((one) => one.name === name)) find(name, 'is not known here');
  return attachments.flatMap(({ name, contentTypes }) => {
    if (!Object.hasOwn(record, name)) {
      find(name, 'is missing');
      return [];
    }
    const entry = () => {
      const { contentType, bytes } = attachmentOf(record[name]);
      if (!contentTypes.some((allowed) => covers(allowed, contentType))) find(name, `is of ${contentType}; ${contentTypes.join(', ')} is taken`);
      return [{ contentType, bytes, part: name }];
    };
    return recover<Attachment[], Unwritable>(Unwritable, entry, ({ message }) => {
      find(name, message);
      return [];
    });
  });
}

/** Whether a content type is of a range such as `image/*`. */
function covers(range: string, contentType: string): boolean {
  const [type = '', subtype = ''] = range.toLowerCase().split('/');
  const [ownType = '', ownSubtype = ''] = mediaTypeOf(contentType).split('/');
  return (type === '*' || type === ownType) && (subtype === '*' || subtype === ownSubtype);
}
