import { AdapterError } from '@amanah/adapter-api';
import { connectionFault, type SqlFault } from '../../sql-fault.ts';
import { inUtc } from '../../utc-text.ts';
import type { Column, Dialect } from '../dialect.ts';
import { readOracleCatalogue } from './catalogue.ts';

const isoSeconds = `'YYYY-MM-DD"T"HH24:MI:SS'`;
const isoFraction = `'YYYY-MM-DD"T"HH24:MI:SS.FF6'`;

/** Oracle Database from 12.1, by `oracledb` in thin mode. Written to its documentation; never met a server. */
export const oracle: Dialect = {
  lexis: { qQuotes: true, own: /:\d+/y },
  quote: (name) => `"${name.replaceAll('"', '""')}"`,
  placeholder: (position) => `:${position}`,
  // Positions are counted, not named: the same number twice is two values.
  reusesPlaceholders: false,
  select: (column, quoted) => {
    const expression = asText(column, quoted);
    return expression ? `${expression} AS ${quoted}` : quoted;
  },
  compare({ kind, charset }, placeholder) {
    if (charset) return `UTL_RAW.CAST_TO_VARCHAR2(${placeholder})`;
    if (kind === 'decimal') return `TO_NUMBER(${placeholder}, '${'9'.repeat(38)}D${'9'.repeat(20)}', 'NLS_NUMERIC_CHARACTERS=''.,''')`;
    return kind === 'datetime' || kind === 'instant' ? `TO_TIMESTAMP(${placeholder}, ${isoFraction.replace('6', '')})` : placeholder;
  },
  patternSigns: /[!%_]/g,
  first: (query, rows) => `${query} FETCH FIRST ${rows} ROWS ONLY`,
  value: (kind, value) => (kind === 'instant' && typeof value === 'string' ? inUtc(value) : value),
  open: async (options) => (await import('./session.ts')).openOracle(options),
  readCatalogue: readOracleCatalogue,
  givesBytes: false,
  probe: 'SELECT 1 FROM dual',
  // Autonomous transactions commit by themselves.
  revocable: () => false,
  fault,
};

function asText({ kind, charset, declared }: Column, quoted: string): string | null {
  if (charset) return `UTL_RAW.CAST_TO_RAW(${quoted})`;
  if (kind === 'instant') return `TO_CHAR(SYS_EXTRACT_UTC(${quoted}), ${isoFraction.replace(/'$/, `"Z"'`)})`;
  if (kind === 'datetime') return `TO_CHAR(${quoted}, ${declared === 'DATE' ? isoSeconds : isoFraction})`;
  return null;
}

/** Numbers of the server's errors; 20000 to 20999 are raised by the register's own code. */
const byNumber: Readonly<Record<number, SqlFault['outcome']>> = {
  1: 'refused',
  1400: 'refused',
  1407: 'refused',
  1438: 'refused',
  1456: 'refused',
  1722: 'refused',
  2290: 'refused',
  2291: 'refused',
  2292: 'refused',
  12899: 'refused',
  16000: 'refused',
  54: 'failed',
  60: 'failed',
  4068: 'failed',
  8177: 'failed',
  30006: 'failed',
  900: 'contract-violation',
  904: 'contract-violation',
  933: 'contract-violation',
  942: 'contract-violation',
  1008: 'contract-violation',
  6550: 'contract-violation',
  1031: 'unauthorised',
  1017: 'unauthorised',
  28000: 'unauthorised',
  28001: 'unauthorised',
  1013: 'timeout',
  3113: 'unreachable',
  3114: 'unreachable',
  12170: 'unreachable',
  12514: 'contract-violation',
  12537: 'unreachable',
  12541: 'unreachable',
};

function fault(error: unknown): SqlFault | null {
  if (error instanceof AdapterError || !(error instanceof Error)) return null;
  const { message } = error;
  const number = /^ORA-(\d+)/.exec(message)?.[1];
  if (number !== undefined) {
    const raised = Number(number) >= 20_000 && Number(number) < 21_000;
    const outcome = raised ? 'refused' : (byNumber[Number(number)] ?? 'failed');
    return { outcome, code: `ORA-${number}`, message, answered: outcome !== 'unreachable', duplicate: Number(number) === 1 };
  }
  const driver = /^(NJS|DPI)-(\d+)/.exec(message)?.[0];
  if (driver === undefined) return connectionFault(error);
  const timeout = /NJS-(?:123|510)|DPI-1067/.test(driver) || /timed? ?out/i.test(message);
  const login = /NJS-(?:116|138)/.test(driver);
  return { outcome: timeout ? 'timeout' : login ? 'unauthorised' : 'unreachable', code: driver, message, answered: false };
}
