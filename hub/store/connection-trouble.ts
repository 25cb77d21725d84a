/** PostgreSQL and socket codes that say "the server went away or is not up yet", not "the statement is wrong". */
const troubles = new Set([
  '57P01',
  '57P02',
  '57P03',
  '08000',
  '08001',
  '08003',
  '08006',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** Whether an error means that the connection, not the statement, failed. */
export function isConnectionTrouble(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  if (code && troubles.has(code)) return true;
  return /connection terminated|not queryable|timeout exceeded when trying to connect|client was closed/i.test(message ?? '');
}

/** A statement that can run twice without harm: it only reads. */
export function isSafeToRepeat(text: string): boolean {
  return /^\s*select\b/i.test(text) && !/\b(emit|enqueue|nextval|setval|pg_notify|pg_advisory\w*|for\s+(?:no\s+key\s+)?update)\b/i.test(text);
}
