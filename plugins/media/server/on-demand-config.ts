import { z } from 'zod';

const gib = 1024 ** 3;

/** The fields of `onDemand` in `config/plugins/media.yaml`. */
export const onDemandConfig = z.strictObject({
  /** Largest file that may be uploaded. */
  maxUploadBytes: z
    .number()
    .int()
    .positive()
    .default(8 * gib),
  /** Most that the programmes of one unit may take, with originals and uploads on their way. */
  quotaBytesPerUnit: z
    .number()
    .int()
    .positive()
    .default(200 * gib),
  /** An upload of which nothing has come for so long is abandoned. */
  keepUploadsHours: z.number().positive().default(48),
  /** Longest programme. */
  maxHours: z.number().positive().default(4),
  /** Longer side of the largest picture that is taken. */
  maxPixels: z.number().int().positive().default(4_096),
  /** Folder of this machine for files that are worked on, with room for a few originals; default: the system's own. */
  workFolder: z.string().optional(),
  /** Longest wait for ffprobe on one file, in seconds. */
  checkSeconds: z.number().positive().default(60),
});
export type OnDemandConfig = z.infer<typeof onDemandConfig>;
