import type { DatabaseError } from 'pg';
import { AdapterError } from '@amanah/adapter-api';
import { connectionFault, outcomeOfSqlState, type SqlFault } from '../../sql-fault.ts';
import type { Column, Dialect } from '../dialect.ts';

/** PostgreSQL, by `pg` and the extended protocol. */
export const postgresql: Dialect = {
  lexis: { dollarQuotes: true, own: /\$\d+/y },
  quote: (name) => `"${name.replaceAll('"', '""')}"`,
  placeholder: (position) => `$${position}`,
  reusesPlaceholders: true,
  // The server converts from what it believes the text to be; its own conversion to what it believes changes nothing.
  select: ({ charset }: Column, quoted) => (charset ? `pg_catalog.convert_to(${quoted}::text, pg_catalog.getdatabaseencoding()) AS ${quoted}` : quoted),
  compare: ({ charset }, placeholder) => (charset ? `pg_catalog.convert_from(${placeholder}::bytea, pg_catalog.getdatabaseencoding())` : placeholder),
  patternSigns: /[!%_]/g,
  first: (query, rows) => `${query} LIMIT ${rows}`,
  value: (_kind, value) => value,
  // Drivers are loaded when the first system needs them.
  open: async (options) => (await import('./session.ts')).openPostgres(options),
  readCatalogue: async (session, schemas) => (await import('./catalogue.ts')).readPostgresCatalogue(session, schemas),
  givesBytes: false,
  probe: 'SELECT 1',
  // A procedure cannot commit within a transaction that is open already.
  revocable: () => true,
  fault,
};

function fault(error: unknown): SqlFault | null {
  if (error instanceof AdapterError || !(error instanceof Error)) return null;
  if (isServerError(error) && error.code) {
    const { code, message, constraint, table, column } = error;
    const detail = Object.fromEntries(Object.entries({ constraint, table, column }).filter((entry): entry is [string, string] => entry[1] !== undefined));
    return {
      outcome: outcomeOfSqlState(code),
      code,
      message,
      answered: true,
      duplicate: code === '23505',
      ...(Object.keys(detail).length > 0 ? { detail } : {}),
    };
  }
  // Errors of a kind of their own are of this code, not of the driver.
  return connectionFault(error) ?? (error.constructor === Error || isServerError(error) ? driverFault(error) : null);
}

/** By what it has, so that the driver need not be loaded to ask. */
function isServerError(error: Error): error is DatabaseError {
  return error.constructor.name === 'DatabaseError';
}

/** Errors of the driver itself, which have no code. */
function driverFault({ message }: Error): SqlFault | null {
  const as = (outcome: SqlFault['outcome'], code: string): SqlFault => ({ outcome, code, message, answered: false });
  if (/terminated|not queryable|was closed|timeout expired/i.test(message)) return as('unreachable', 'CONNECTION_LOST');
  if (/SSL/.test(message)) return as('unreachable', 'TLS_REFUSED');
  if (/SASL|SCRAM|password/i.test(message)) return as('unauthorised', 'AUTHENTICATION');
  return as('contract-violation', 'PROTOCOL');
}
