import { AdapterError } from '@amanah/adapter-api';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { dialects } from './dialects/dialects.ts';
import { abortedError, asAdapterError } from './sql-fault.ts';

const { postgresql, mariadb, sqlserver, oracle } = dialects;
const postgresError = (code: string, more = {}) => Object.assign(new pg.DatabaseError('said', 4, 'error'), { code, ...more });
const driverError = (fields: object, message = 'said') => Object.assign(new Error(message), fields);

describe.each([
  [
    'PostgreSQL',
    postgresql,
    [
      [postgresError('23505'), 'refused', true],
      [postgresError('22001'), 'refused', true],
      [postgresError('P0001'), 'refused', true],
      [postgresError('40001'), 'failed', true],
      [postgresError('40P01'), 'failed', true],
      [postgresError('55P03'), 'failed', true],
      [postgresError('57014'), 'timeout', true],
      [postgresError('57P01'), 'unreachable', true],
      [postgresError('28P01'), 'unauthorised', true],
      [postgresError('42501'), 'unauthorised', true],
      [postgresError('42601'), 'contract-violation', true],
      [postgresError('3D000'), 'contract-violation', true],
      [postgresError('53300'), 'failed', true],
      [driverError({ code: 'ECONNREFUSED' }), 'unreachable', false],
      [driverError({ code: 'ETIMEDOUT' }), 'timeout', false],
      [driverError({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' }), 'unreachable', false],
      [driverError({}, 'Connection terminated unexpectedly'), 'unreachable', false],
      [driverError({}, 'The server does not support SSL connections'), 'unreachable', false],
      [driverError({}, 'SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string'), 'unauthorised', false],
      [driverError({}, 'Received unexpected dataRow message from backend.'), 'contract-violation', false],
      [new pg.DatabaseError('received invalid response: 48', 4, 'error'), 'contract-violation', false],
    ],
  ],
  [
    'MariaDB and MySQL',
    mariadb,
    [
      [driverError({ errno: 1062, sqlState: '23000' }), 'refused', true],
      [driverError({ errno: 1644, sqlState: '45000' }), 'refused', true],
      [driverError({ errno: 1205, sqlState: 'HY000' }), 'failed', true],
      [driverError({ errno: 1213, sqlState: '40001' }), 'failed', true],
      [driverError({ errno: 1969, sqlState: '70100' }), 'timeout', true],
      [driverError({ errno: 3024, sqlState: 'HY000' }), 'timeout', true],
      [driverError({ errno: 1317, sqlState: '70100' }), 'timeout', true],
      [driverError({ errno: 1045, sqlState: '28000' }), 'unauthorised', true],
      [driverError({ errno: 1142, sqlState: '42000' }), 'unauthorised', true],
      [driverError({ errno: 1064, sqlState: '42000' }), 'contract-violation', true],
      [driverError({ errno: 1290, sqlState: 'HY000' }), 'refused', true],
      [driverError({ errno: 1040, sqlState: '08004' }), 'unreachable', true],
      [driverError({ code: 'PROTOCOL_CONNECTION_LOST', fatal: true }), 'unreachable', false],
      [driverError({ code: 'HANDSHAKE_NO_SSL_SUPPORT', fatal: true }), 'unreachable', false],
      [driverError({ code: 'AUTH_SWITCH_PLUGIN_ERROR', fatal: true }), 'unauthorised', false],
      [driverError({ code: 'PROTOCOL_UNEXPECTED_PACKET' }), 'contract-violation', false],
      [driverError({ code: 'ECONNRESET' }), 'unreachable', false],
      [Object.assign(new RangeError('out of range'), { fatal: true }), 'contract-violation', false],
    ],
  ],
  [
    'SQL Server',
    sqlserver,
    [
      [driverError({ number: 2627, code: 'EREQUEST' }), 'refused', true],
      [driverError({ number: 547, code: 'EREQUEST' }), 'refused', true],
      [driverError({ number: 50_001, code: 'EREQUEST' }), 'refused', true],
      [driverError({ number: 1205, code: 'EREQUEST' }), 'failed', true],
      [driverError({ number: 1222, code: 'EREQUEST' }), 'failed', true],
      [driverError({ number: 9002, code: 'EREQUEST' }), 'failed', true],
      [driverError({ number: 102, code: 'EREQUEST' }), 'contract-violation', true],
      [driverError({ number: 229, code: 'EREQUEST' }), 'unauthorised', true],
      [driverError({ code: 'ELOGIN' }), 'unauthorised', false],
      [driverError({ code: 'ETIMEOUT' }), 'timeout', false],
      [driverError({ code: 'ESOCKET' }), 'unreachable', false],
      [driverError({ code: 'ECANCEL' }), 'unreachable', false],
      [driverError({ code: 'ECONNREFUSED' }), 'unreachable', false],
    ],
  ],
  [
    'Oracle',
    oracle,
    [
      [driverError({}, 'ORA-00001: unique constraint (R.PK) violated'), 'refused', true],
      [driverError({}, 'ORA-20042: الرخصة ملغاة'), 'refused', true],
      [driverError({}, 'ORA-00060: deadlock detected'), 'failed', true],
      [driverError({}, 'ORA-00942: table or view does not exist'), 'contract-violation', true],
      [driverError({}, 'ORA-01017: invalid credential'), 'unauthorised', true],
      [driverError({}, 'ORA-01013: user requested cancel'), 'timeout', true],
      [driverError({}, 'ORA-03113: end-of-file on communication channel'), 'unreachable', false],
      [driverError({}, 'ORA-00600: internal error'), 'failed', true],
      [driverError({}, 'NJS-123: call timeout of 300 ms exceeded'), 'timeout', false],
      [driverError({}, 'NJS-116: password verifier type 0x939 is not supported'), 'unauthorised', false],
      [driverError({}, 'NJS-500: connection to the Oracle Database was broken'), 'unreachable', false],
      [driverError({ code: 'ECONNREFUSED' }), 'unreachable', false],
    ],
  ],
] as const)('%s', (_title, dialect, cases) => {
  test.each(cases.map(([error, outcome, answered]) => [error.message, Object.values(error).join(' '), error, outcome, answered] as const))(
    '%s %s',
    (_message, _fields, error, outcome, answered) => {
      expect(dialect.fault(error)).toMatchObject({ outcome, answered });
    },
  );

  test('a fault of our own is no fault of the database', () => {
    expect(dialect.fault(new TypeError('x is not a function'))).toBeNull();
    expect(dialect.fault(new AdapterError('timeout', 'late'))).toBeNull();
    expect(dialect.fault('no error at all')).toBeNull();
    expect(() => asAdapterError(new TypeError('x'), null, 'no')).toThrow(TypeError);
  });
});

test('PostgreSQL names what is concerned, a duplicate is known as one', () => {
  expect(postgresql.fault(postgresError('23505', { constraint: 'licence_pkey', table: 'licence' }))).toMatchObject({
    duplicate: true,
    detail: { constraint: 'licence_pkey', table: 'licence' },
  });
  expect(mariadb.fault(driverError({ errno: 1062, sqlState: '23000' }))).toMatchObject({ duplicate: true });
  expect(sqlserver.fault(driverError({ number: 2601 }))).toMatchObject({ duplicate: true });
  expect(oracle.fault(driverError({}, 'ORA-00001: x'))).toMatchObject({ duplicate: true });
});

test('who refuses has answered; what nobody answered stays as far as it had come', () => {
  const refused = postgresql.fault(postgresError('23505'));
  expect(asAdapterError(new Error('x'), refused, 'maybe')).toMatchObject({ outcome: 'refused', reached: 'yes', fault: { code: '23505' } });
  const lost = mariadb.fault(driverError({ code: 'PROTOCOL_CONNECTION_LOST' }));
  expect(asAdapterError(new Error('x'), lost, 'maybe')).toMatchObject({ outcome: 'unreachable', reached: 'maybe', fault: undefined });
});

test('a deadline is told from a caller who went away', () => {
  const late = AbortSignal.abort(new DOMException('late', 'TimeoutError'));
  expect(abortedError(late, 'no')).toMatchObject({ outcome: 'timeout', reached: 'no' });
  expect(abortedError(AbortSignal.abort(), 'maybe')).toMatchObject({ outcome: 'cancelled', reached: 'maybe' });
});
