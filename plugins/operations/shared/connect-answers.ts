import { z } from 'zod';
import { problem } from './system-answers.ts';

/** JSON Schema 2020-12; the pages draw fields from it. */
const schema = z.union([z.boolean(), z.record(z.string(), z.unknown())]);
const contractProblem = z.strictObject({
  kind: z.enum(['unreadable', 'unresolved', 'unsupported', 'invalid', 'ignored']),
  place: z.string(),
  found: z.string(),
});
const failure = z.strictObject({ code: z.string(), detail: z.string() });

export const offeredOperation = z.strictObject({
  name: z.string(),
  summary: z.string().nullable(),
  group: z.string().nullable(),
  effect: z.enum(['read', 'write']),
  idempotent: z.boolean(),
  input: schema,
  output: schema,
  problems: z.array(contractProblem),
});

export const discoveryAnswer = z.strictObject({
  contract: z
    .strictObject({
      kind: z.string(),
      title: z.string().nullable(),
      version: z.string().nullable(),
      operations: z.array(offeredOperation),
      problems: z.array(contractProblem),
    })
    .nullable(),
  problems: z.array(problem),
  failure: failure.nullable(),
});

const wireText = z.strictObject({ contentType: z.string(), text: z.string() }).nullable();
export const triedAnswer = z.strictObject({
  ok: z.boolean(),
  output: z.unknown(),
  next: z.string().nullable(),
  ms: z.number(),
  error: z
    .strictObject({
      code: z.string(),
      title: z.string(),
      action: z.string(),
      detail: z.string(),
      fields: z.array(z.strictObject({ path: z.string(), message: z.string() })),
      fault: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
    })
    .nullable(),
  sent: wireText,
  received: wireText,
});

export const contractState = z.strictObject({
  acceptedAt: z.string(),
  kind: z.string(),
  version: z.string().nullable(),
  checkedAt: z.string().nullable(),
  changes: z.array(
    z.strictObject({
      operation: z.string().nullable(),
      path: z.string(),
      change: z.enum(['added', 'removed', 'type-changed', 'now-required', 'no-longer-required', 'values-added', 'values-removed', 'other']),
      before: z.string().nullable(),
      after: z.string().nullable(),
      breaking: z.boolean(),
      used: z.boolean(),
    }),
  ),
  needsReview: z.boolean(),
});

export const callableAnswer = z.strictObject({
  operations: z.array(
    z.strictObject({
      name: z.string(),
      title: z.string(),
      from: z.string(),
      effect: z.enum(['read', 'write']),
      idempotent: z.boolean(),
      input: schema,
      output: schema,
      deadlineMs: z.number(),
      cacheSeconds: z.number(),
    }),
  ),
  contract: contractState.nullable(),
  secrets: z.array(z.strictObject({ name: z.string(), setAt: z.string().nullable() })),
  files: z.array(
    z.strictObject({
      path: z.string(),
      operation: z.string(),
      hash: z.string(),
      takenAt: z.string(),
      rows: z.number(),
      rejected: z.number(),
      state: z.enum(['taken', 'unreadable']),
      detail: z.string().nullable(),
    }),
  ),
  tier: z.string().nullable(),
  dependents: z.array(z.string()),
});

export const rejectedRowsAnswer = z.strictObject({
  rows: z.array(
    z.strictObject({
      line: z.number(),
      text: z.string(),
      reasons: z.array(z.strictObject({ field: z.string(), expected: z.string(), found: z.string() })),
    }),
  ),
});

export const processesAnswer = z.strictObject({
  processes: z.array(
    z.strictObject({
      protocol: z.string(),
      pid: z.number().nullable(),
      state: z.enum(['running', 'starting', 'waiting']),
      systems: z.array(z.string()),
      memoryBytes: z.number(),
      openCalls: z.number(),
      startedAt: z.string().nullable(),
      deaths: z.number(),
      lastDeath: z.string().nullable(),
    }),
  ),
});

export const fileAnswer = z.strictObject({ name: z.string(), /** In base64. */ content: z.string() });

export type DiscoveryAnswer = z.infer<typeof discoveryAnswer>;
export type OfferedOperation = z.infer<typeof offeredOperation>;
export type TriedAnswer = z.infer<typeof triedAnswer>;
export type CallableAnswer = z.infer<typeof callableAnswer>;
export type ContractState = z.infer<typeof contractState>;
