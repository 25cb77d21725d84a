import type { Log } from '@amanah/plugin-api';
import type { FromChild } from './wire.ts';

/** Writes a log line of an adapter process into the hub's log, under its adapter and system. */
export function writeLine(log: Log, adapter: string, { level, system, fields, message }: Extract<FromChild, { kind: 'log' }>): void {
  const known = (['debug', 'info', 'warn', 'error'] as const).find((one) => one === level) ?? 'warn';
  log[known]({ ...fields, adapter, ...(system === null ? {} : { system }) }, String(message));
}
