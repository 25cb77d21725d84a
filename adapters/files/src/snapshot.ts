import { AdapterError } from '@amanah/adapter-api';
import { z } from 'zod';
import { kindName, kindSchema, outgoingSchema } from './kind.ts';

/** What is kept of a contract: the kinds as they were configured or proposed, so that a proposal that was accepted works without being written down. */
export const snapshotSchema = z.object({
  /** How often the hub looks, in seconds. */
  everySeconds: z.number(),
  /** `leave`: files stay where they are, so the hub need not read again those it knows by path, size and time. */
  settle: z.enum(['move', 'leave']),
  kinds: z.record(kindName, kindSchema),
  outgoing: z.record(kindName, outgoingSchema),
});
export type Snapshot = z.infer<typeof snapshotSchema>;

/** @throws AdapterError when it is none of ours */
export function readSnapshot(snapshot: unknown): Snapshot {
  const read = snapshotSchema.safeParse(snapshot);
  if (read.success) return read.data;
  throw new AdapterError('contract-violation', `the accepted contract cannot be used: ${z.prettifyError(read.error)}`, { reached: 'no' });
}
