import { randomUUID } from 'node:crypto';

/** Channel by which a message to persons reaches the event streams of every replica. */
export const streamChannel = 'hub_stream';

/** One message on its way to persons, as it travels between replicas. */
export interface StreamNote {
  readonly id: string;
  readonly personIds: readonly string[];
  readonly message: { readonly type: string; readonly data: unknown };
}

/** PostgreSQL refuses a NOTIFY payload of 8,000 bytes or more. */
const maxBytes = 7_500;
const personsPerNote = 100;

/** Splits a message to many persons into notes that fit; data that is too large is left out, and the page asks for it itself. */
export function streamNotes(personIds: readonly string[], message: StreamNote['message']): readonly string[] {
  const notes: string[] = [];
  for (let from = 0; from < personIds.length; from += personsPerNote) {
    const note: StreamNote = { id: randomUUID(), personIds: personIds.slice(from, from + personsPerNote), message };
    const text = JSON.stringify(note);
    notes.push(Buffer.byteLength(text) <= maxBytes ? text : JSON.stringify({ ...note, message: { type: message.type, data: null } }));
  }
  return notes;
}
