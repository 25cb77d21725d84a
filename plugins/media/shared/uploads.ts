import { z } from 'zod';
import { programmeId, programmeKinds, programmeWords } from './programme.ts';

/** A programme whose file is going to be uploaded. */
export const uploadProgrammeInput = programmeWords.extend({
  kind: z.enum(programmeKinds),
  /** Whose programme it is. */
  unit: z.string().min(1).max(100),
});

/** Where and how to upload: what a tus client needs. */
export const uploadPlace = z.strictObject({
  id: programmeId,
  /** Address for `POST`; the metadata `programme` names the programme, `filename` the file. */
  endpoint: z.string(),
  maxBytes: z.number(),
  /** What of the unit's room is free. */
  freeBytes: z.number(),
});

/** The upload that runs for a programme, to go on with it on another device. */
export const uploadState = z.strictObject({
  upload: z
    .strictObject({
      /** Address for `HEAD` and `PATCH`. */
      to: z.string(),
      name: z.string(),
      bytes: z.number(),
      received: z.number(),
      state: z.enum(['arriving', 'arrived', 'abandoned']),
      expiresAt: z.string(),
    })
    .nullable(),
});
