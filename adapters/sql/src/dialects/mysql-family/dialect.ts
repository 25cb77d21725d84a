import { AdapterError } from '@amanah/adapter-api';
import { connectionFault, driverCode, outcomeOfSqlState, type SqlFault } from '../../sql-fault.ts';
import { inUtc } from '../../utc-text.ts';
import type { Dialect } from '../dialect.ts';
import { readMysqlCatalogue } from './catalogue.ts';

/** MariaDB and MySQL, by `mysql2` and statements prepared at the server. */
export const mysqlFamily: Dialect = {
  lexis: { backslashes: true, hashComments: true, backticks: true, own: /\?|@[@\w$.`'"]*/y },
  quote: (name) => `\`${name.replaceAll('`', '``')}\``,
  placeholder: () => '?',
  reusesPlaceholders: false,
  select: (_column, quoted) => quoted,
  compare({ kind, charset, stored }, placeholder) {
    // Bytes, declared to be what the column is declared to be: comparison and index are then the column's own.
    if (charset && stored && /^\w+$/.test(stored)) return `CONVERT(${placeholder} USING ${stored.split('_')[0]}) COLLATE ${stored}`;
    // Text against a decimal column would be compared as floating point numbers.
    return kind === 'decimal' ? `CAST(${placeholder} AS DECIMAL(65,30))` : placeholder;
  },
  patternSigns: /[!%_]/g,
  first: (query, rows) => `${query} LIMIT ${rows}`,
  value: (kind, value) => (kind === 'instant' && typeof value === 'string' ? inUtc(value) : value),
  open: async (options) => (await import('./session.ts')).openMysql(options),
  readCatalogue: readMysqlCatalogue,
  givesBytes: true,
  probe: 'SELECT 1',
  // A procedure may commit by itself.
  revocable: (verb, transactional) => transactional && ['insert', 'update', 'delete', 'replace'].includes(verb),
  fault,
};

/** Errors whose SQLSTATE says less than their number: access, time, locks, a server that goes away. */
const byNumber: Readonly<Record<number, SqlFault['outcome']>> = {
  1044: 'unauthorised',
  1045: 'unauthorised',
  1130: 'unauthorised',
  1142: 'unauthorised',
  1143: 'unauthorised',
  1227: 'unauthorised',
  1370: 'unauthorised',
  1698: 'unauthorised',
  1820: 'unauthorised',
  1040: 'unreachable',
  1053: 'unreachable',
  1129: 'unreachable',
  1927: 'unreachable',
  1205: 'failed',
  1317: 'timeout',
  1969: 'timeout',
  3024: 'timeout',
  1193: 'contract-violation',
  1290: 'refused',
  1836: 'refused',
  1615: 'contract-violation',
  4025: 'refused',
  3819: 'refused',
};
/** Duplicate values of a unique key. */
const duplicates: ReadonlySet<number> = new Set([1062, 1586]);

interface DriverError extends Error {
  readonly errno?: number;
  readonly sqlState?: string;
  readonly fatal?: boolean;
}

function fault(error: unknown): SqlFault | null {
  if (error instanceof AdapterError || !(error instanceof Error)) return null;
  const { errno = 0, sqlState, message, fatal } = error as DriverError;
  const code = driverCode(error);
  if (sqlState) {
    const outcome = byNumber[errno] ?? outcomeOfSqlState(sqlState);
    return { outcome, code: sqlState === 'HY000' ? String(errno) : sqlState, message, answered: true, duplicate: duplicates.has(errno) };
  }
  const lost = (outcome: SqlFault['outcome'], as: string): SqlFault => ({ outcome, code: as, message, answered: false });
  if (code === 'PROTOCOL_CONNECTION_LOST') return lost('unreachable', code);
  if (code === 'HANDSHAKE_NO_SSL_SUPPORT' || code === 'HANDSHAKE_SSL_ERROR') return lost('unreachable', code);
  if (code.startsWith('AUTH_')) return lost('unauthorised', code);
  if (/^(?:PROTOCOL_|HANDSHAKE_)/.test(code)) return lost('contract-violation', code);
  // What the driver throws while it reads an answer makes the connection useless: it was no answer.
  return connectionFault(error) ?? (fatal || error.constructor === Error ? lost('contract-violation', 'PROTOCOL') : null);
}
