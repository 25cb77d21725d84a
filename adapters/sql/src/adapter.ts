import { defineAdapter, type AdapterContext, type Contract } from '@amanah/adapter-api';
import { config, defaultPorts, type Engine, type SqlConfig } from './config.ts';
import { dialects } from './dialects/dialects.ts';
import type { Session, SessionOptions } from './dialects/dialect.ts';
import { operationsOf, readContract, readSnapshot } from './discover.ts';
import { abortedError, asAdapterError } from './sql-fault.ts';
import { SqlConnection } from './sql-connection.ts';

type Opening = (readOnly: boolean, signal: AbortSignal) => Promise<Session>;

/** How sessions of a system are opened; the password is asked for at each, so that a new one holds at once. */
async function opening(given: SqlConfig, ctx: AdapterContext): Promise<{ engine: Engine; open: Opening }> {
  const url = new URL(given.url);
  const engine = url.protocol.slice(0, -1) as Engine;
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const tls = given.tls ? await tlsFiles(given.tls, host, ctx) : null;
  const open: Opening = (readOnly, signal) => {
    const options: SessionOptions = {
      engine,
      host,
      port: Number(url.port) || defaultPorts[engine],
      database: decodeURIComponent(url.pathname.slice(1)),
      user: given.user,
      password: ctx.secret(given.password),
      tls,
      limits: ctx.limits,
      statementMs: given.statementMs ?? ctx.limits.answerMs,
      readOnly,
      signal,
    };
    return dialects[engine].open(options);
  };
  return { engine, open };
}

async function tlsFiles(tls: NonNullable<SqlConfig['tls']>, host: string, ctx: AdapterContext): Promise<NonNullable<SessionOptions['tls']>> {
  const file = async (name: 'ca' | 'cert' | 'key', path: string | undefined) => (path === undefined ? {} : { [name]: await ctx.file(path) });
  const files = await Promise.all([file('ca', tls.ca), file('cert', tls.certificate), file('key', tls.key)]);
  return Object.assign({ serverName: tls.serverName ?? host }, ...files) as NonNullable<SessionOptions['tls']>;
}

async function discover(given: SqlConfig, ctx: AdapterContext): Promise<Contract> {
  const { engine, open } = await opening(given, ctx);
  const dialect = dialects[engine];
  const { signal } = ctx;
  const sessions: Session[] = [];
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  aborted.catch(() => {});
  const give = () => {
    for (const session of sessions) session.destroy();
    reject(abortedError(signal, 'no'));
  };
  if (signal.aborted) throw abortedError(signal, 'no');
  signal.addEventListener('abort', give, { once: true });
  const opened = async (readOnly: boolean) => {
    const session = await open(readOnly, signal);
    sessions.push(session);
    return session;
  };
  const writes = Object.values(given.statements).some((statement) => statement.effect === 'write');
  try {
    const reading = await opened(true);
    const writing = writes ? await opened(false) : null;
    return await Promise.race([readContract({ reading, writing }, given, dialect), aborted]);
  } catch (error) {
    throw signal.aborted ? abortedError(signal, 'no') : asAdapterError(error, dialect.fault(error), 'no');
  } finally {
    signal.removeEventListener('abort', give);
    await Promise.all(sessions.map((session) => session.end()));
  }
}

/** Relational databases: tables and views found by themselves, and reviewed statements. */
export const adapter = defineAdapter<SqlConfig>({
  protocol: 'sql',
  config,
  discover,
  async connect(given, contract, ctx) {
    const { engine, open } = await opening(given, ctx);
    const dialect = dialects[engine];
    return new SqlConnection({ dialect, config: given, operations: operationsOf(readSnapshot(contract), given, dialect), ctx, open });
  },
});
