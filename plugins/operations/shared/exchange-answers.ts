import { z } from 'zod';

export const exchangeRow = z.strictObject({
  number: z.number(),
  id: z.string(),
  at: z.string(),
  ms: z.number(),
  system: z.string(),
  systemTitle: z.string(),
  operation: z.string(),
  effect: z.enum(['read', 'write']),
  /** `ok` or an error code. */
  outcome: z.string(),
  attempts: z.number(),
  actor: z.string().nullable(),
  capacity: z.string().nullable(),
  onBehalfOf: z.string().nullable(),
  case: z.string().nullable(),
  plugin: z.string().nullable(),
  requestId: z.string(),
});

export const exchangesAnswer = z.strictObject({ exchanges: z.array(exchangeRow), systems: z.array(z.strictObject({ id: z.string(), title: z.string() })) });

const message = z.strictObject({ contentType: z.string(), bytes: z.number(), sha256: z.string(), text: z.string().nullable(), masked: z.boolean() }).nullable();

export const exchangeAnswer = z.strictObject({
  exchange: exchangeRow.extend({ idempotencyKey: z.string().nullable(), request: message, response: message, previousHash: z.string(), hash: z.string() }),
  mayUnmask: z.boolean(),
  mayExport: z.boolean(),
});

export const evidenceAnswer = z.strictObject({ name: z.string(), /** Zip in base64. */ content: z.string() });

export const unknownWritesAnswer = z.strictObject({
  writes: z.array(
    z.strictObject({
      system: z.string(),
      systemTitle: z.string(),
      operation: z.string(),
      key: z.string(),
      startedAt: z.string(),
      plugin: z.string().nullable(),
      case: z.string().nullable(),
      maySettle: z.boolean(),
    }),
  ),
});

export type ExchangeRow = z.infer<typeof exchangeRow>;
export type ExchangesAnswer = z.infer<typeof exchangesAnswer>;
export type ExchangeAnswer = z.infer<typeof exchangeAnswer>;
export type UnknownWritesAnswer = z.infer<typeof unknownWritesAnswer>;
