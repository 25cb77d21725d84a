import { AdapterError } from '@amanah/adapter-api';
import { connectionFault, driverCode, type SqlFault } from '../../sql-fault.ts';
import { inUtc } from '../../utc-text.ts';
import type { Column, Dialect } from '../dialect.ts';
import { readSqlServerCatalogue } from './catalogue.ts';

/** Microsoft SQL Server from 2016, by `tedious`. Written to its documentation; never met a server. */
export const sqlServer: Dialect = {
  lexis: { brackets: true, own: /@[@\w$#]*/y },
  quote: (name) => `[${name.replaceAll(']', ']]')}]`,
  placeholder: (position) => `@p${position}`,
  reusesPlaceholders: true,
  select: (column, quoted) => {
    const expression = asText(column, quoted);
    return expression ? `${expression} AS ${quoted}` : quoted;
  },
  compare({ kind, charset, declared }, placeholder) {
    if (charset) return `CAST(CAST(${placeholder} AS varbinary(max)) AS varchar(max))`;
    if (kind === 'decimal') return `CAST(${placeholder} AS ${/^(?:decimal|numeric)\(\d+,\d+\)$/.test(declared) ? declared : 'decimal(38,4)'})`;
    return kind === 'date' || kind === 'datetime' ? `CONVERT(datetime2, ${placeholder}, 126)` : placeholder;
  },
  patternSigns: /[!%_[]/g,
  first: (query, rows) => query.replace(/^SELECT /, `SELECT TOP (${rows}) `),
  value: (kind, value) => (kind === 'instant' && typeof value === 'string' ? `${inUtc(value)}+00:00` : value),
  open: async (options) => (await import('./session.ts')).openSqlServer(options),
  readCatalogue: readSqlServerCatalogue,
  givesBytes: false,
  probe: 'SELECT 1',
  // Procedures and triggers may commit, and errors end transactions as it suits the server.
  revocable: () => false,
  fault,
};

/** What the driver would round or move to another zone comes as text. */
function asText({ kind, charset, declared }: Column, quoted: string): string | null {
  if (charset) return `CAST(${quoted} AS varbinary(8000))`;
  switch (kind) {
    case 'decimal':
      return /^(?:small)?money/.test(declared) ? `CONVERT(varchar(60), ${quoted}, 2)` : `CONVERT(varchar(60), ${quoted})`;
    case 'date':
      return `CONVERT(varchar(10), ${quoted}, 23)`;
    case 'time':
      return `CONVERT(varchar(16), ${quoted}, 114)`;
    case 'datetime':
      return `CONVERT(varchar(33), ${quoted}, 126)`;
    case 'instant':
      return `CONVERT(varchar(33), SWITCHOFFSET(${quoted}, 0), 127)`;
    case 'other':
      return `CONVERT(nvarchar(4000), ${quoted})`;
    default:
      return null;
  }
}

/** Numbers of the server's errors; what users raise themselves begins at 50000. */
const byNumber: Readonly<Record<number, SqlFault['outcome']>> = {
  102: 'contract-violation',
  156: 'contract-violation',
  207: 'contract-violation',
  208: 'contract-violation',
  2812: 'contract-violation',
  4060: 'contract-violation',
  8144: 'contract-violation',
  8178: 'contract-violation',
  229: 'unauthorised',
  230: 'unauthorised',
  262: 'unauthorised',
  916: 'unauthorised',
  18452: 'unauthorised',
  18456: 'unauthorised',
  18487: 'unauthorised',
  18488: 'unauthorised',
  220: 'refused',
  241: 'refused',
  242: 'refused',
  245: 'refused',
  515: 'refused',
  547: 'refused',
  2601: 'refused',
  2627: 'refused',
  2628: 'refused',
  3906: 'refused',
  8114: 'refused',
  8115: 'refused',
  8152: 'refused',
  1204: 'failed',
  1205: 'failed',
  1222: 'failed',
  3935: 'failed',
};

interface DriverError extends Error {
  readonly number?: number;
}

function fault(error: unknown): SqlFault | null {
  if (error instanceof AdapterError || !(error instanceof Error)) return null;
  const { number, message } = error as DriverError;
  const code = driverCode(error);
  if (typeof number === 'number') {
    const outcome = number >= 50_000 ? 'refused' : (byNumber[number] ?? 'failed');
    return { outcome, code: String(number), message, answered: true, duplicate: number === 2601 || number === 2627 };
  }
  const as = (outcome: SqlFault['outcome']): SqlFault => ({ outcome, code, message, answered: false });
  if (code === 'ELOGIN' || code === 'EFEDAUTH') return as('unauthorised');
  if (code === 'ETIMEOUT') return as('timeout');
  if (code === 'ESOCKET' || code === 'ECONNCLOSED' || code === 'EINVALIDSTATE') return as('unreachable');
  if (code === 'EREQUEST' || code === 'EABORT' || code === 'ECANCEL') return as('unreachable');
  return connectionFault(error);
}
