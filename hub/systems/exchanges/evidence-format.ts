import { z } from 'zod';

/** Names of the files in a bundle, beside `messages/<exchange id>.request` and `.response`. */
export const bundleFiles = {
  manifest: 'manifest.json',
  signature: 'manifest.jws',
  chain: 'chain.jsonl',
  checkpoints: 'checkpoints.jsonl',
  key: 'key.json',
} as const;

export const bundleFormat = 'amanah-evidence/1';

/** What the bundle states of itself; signed. */
export const bundleManifest = z.strictObject({
  format: z.literal(bundleFormat),
  madeAt: z.string(),
  madeBy: z.string(),
  /** Ids of the exchanges that it proves. */
  exchanges: z.array(z.string()).min(1),
  /** First and last number of the part of the chain that it shows. */
  chain: z.strictObject({ first: z.number().int(), last: z.number().int() }),
  /** Every other file by name with its SHA-256. */
  files: z.record(z.string(), z.string()),
});
export type BundleManifest = z.infer<typeof bundleManifest>;

/** One link of the chain: whole for the exchanges proved, by its hash alone for those of others. */
export const chainLink = z.strictObject({
  number: z.number().int(),
  previous: z.string(),
  hash: z.string(),
  body: z.string().optional(),
  bodyHash: z.string().optional(),
});
export type ChainLink = z.infer<typeof chainLink>;

/** The end of the chain at a moment, as it was signed then. */
export const signedCheckpoint = z.strictObject({ number: z.number().int(), hash: z.string(), at: z.string() });
