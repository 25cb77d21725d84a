import type { Contract } from '@amanah/adapter-api';
import { z } from 'zod';

/** What the intake needs of a kind of file; the adapter's snapshot has more. */
export interface IntakeKind {
  readonly key: readonly string[];
  readonly mode: 'snapshot' | 'upsert';
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface IntakePlan {
  readonly everySeconds: number;
  /** `leave`: files stay in their folder, so they are known again by path, size and time. */
  readonly settle: 'move' | 'leave';
  readonly kinds: Readonly<Record<string, IntakeKind>>;
}

const planSchema = z.object({
  everySeconds: z.number().positive(),
  settle: z.enum(['move', 'leave']),
  kinds: z.record(z.string(), z.object({ key: z.array(z.string()), mode: z.enum(['snapshot', 'upsert']), fields: z.record(z.string(), z.unknown()) })),
});

/** Kinds and schedule of a `files` contract; `null` for one of another protocol or without kinds. */
export function intakePlan({ protocol, snapshot }: Pick<Contract, 'protocol' | 'snapshot'>): IntakePlan | null {
  const read = protocol === 'files' ? planSchema.safeParse(snapshot) : null;
  return read?.success && Object.keys(read.data.kinds).length > 0 ? read.data : null;
}
