import { z } from 'zod';

const documentState = z.enum(['valid', 'expired', 'replaced', 'withdrawn']);

/** The documents that were given to the signed-in person. */
export const ownDocuments = z.strictObject({
  documents: z.array(
    z.strictObject({
      id: z.string(),
      title: z.string(),
      number: z.string(),
      issuer: z.string(),
      state: documentState,
      madeAt: z.string(),
      validUntil: z.iso.date().nullable(),
      bytes: z.number().int(),
      /** Where its PDF is read. */
      path: z.string(),
      /** Where anybody checks it. */
      checkPath: z.string(),
    }),
  ),
});

export type OwnDocument = z.infer<typeof ownDocuments>['documents'][number];
