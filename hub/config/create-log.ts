import { pino, type Logger } from 'pino';
import type { HubConfig } from './contract.ts';

const maxWaitingBytes = 16 * 1_024 * 1_024;
/** Lines are written together, so that a busy hub does not pay a system call for each; a quiet one's wait at most this long. */
const writeTogether = { minLength: 12_288, periodicFlush: 100 };

/** The hub's log: JSON lines on standard error, one object per event, without personal secrets. */
export function createLog(config: Pick<HubConfig, 'logLevel' | 'role'>): Logger {
  return pino(
    {
      level: config.logLevel,
      base: { pid: process.pid, role: config.role },
      serializers: { err: describeError, error: describeError },
      redact: ['password', '*.password', 'secret', '*.secret', 'authorization', 'cookie', 'headers.authorization', 'headers.cookie'],
    },
    // Not synchronous: who reads the log slowly must not stop the hub. What waits is written at exit; beyond the limit lines are dropped.
    pino.destination({ dest: 2, sync: false, maxLength: maxWaitingBytes, ...writeTogether }),
  );
}

/** What helps an operator; the driver's errors carry whole client objects otherwise. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { code, detail } = error as { code?: unknown; detail?: unknown };
  return {
    type: error.name,
    message: error.message,
    code,
    detail,
    stack: error.stack,
    cause: error.cause === undefined ? undefined : describeError(error.cause),
  };
}
