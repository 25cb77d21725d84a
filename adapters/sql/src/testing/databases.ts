import { startTestMariadb, startTestPostgres } from '@amanah/testing';

/** A real server with a database `register`, as tests of every dialect use it. */
export interface TestDatabase {
  readonly engine: 'postgresql' | 'mariadb';
  readonly host: string;
  readonly port: number;
  /** Configuration that reaches it with the ordinary user `hub` and the secret `password`. */
  config(further?: object): object;
  readonly secrets: { readonly password: string };
  /** Runs statements as the owner of the database, several at once. */
  admin(sql: string): Promise<void>;
  rows<Row = Record<string, unknown>>(sql: string): Promise<Row[]>;
  /** Statements of `hub` that the server works at now. */
  running(): Promise<number>;
  /** Ends every session of `hub`, as a server does after a time. */
  endSessions(): Promise<void>;
  setPassword(password: string): Promise<void>;
  /** Stops the server under its connections, and starts it again. */
  stop(): Promise<void>;
  start(): Promise<void>;
  remove(): Promise<void>;
  /** A name in the way of this database. */
  quote(name: string): string;
  /** SQL that waits for so many seconds and gives one row. */
  wait(seconds: number): string;
}

/** Files of a server's certificate. */
export interface ServerCertificate {
  readonly certificate: string;
  readonly key: string;
}

export const canary = 'canary-Pa55-7d1c';

/** MariaDB of Debian, with a certificate and its key where they are given. */
export async function startMariadb(certificate?: ServerCertificate): Promise<TestDatabase> {
  const server = await startTestMariadb(certificate ? { settings: [`--ssl-cert=${certificate.certificate}`, `--ssl-key=${certificate.key}`] } : {});
  const make = `CREATE DATABASE register CHARACTER SET utf8mb4; CREATE USER hub IDENTIFIED BY '${canary}'; GRANT SELECT, INSERT, UPDATE, DELETE, EXECUTE ON register.* TO hub`;
  await server.root(make);
  const { host, port } = server;
  return {
    engine: 'mariadb',
    host,
    port,
    config: (further = {}) => ({ url: `mariadb://${host}:${port}/register`, user: 'hub', password: { secret: 'password' }, ...further }),
    secrets: { password: canary },
    admin: async (sql) => void (await server.root(`USE register; ${sql}`)),
    rows: async <Row>(sql: string) => (await server.root(`USE register; ${sql}`)).at(-1) as unknown as Row[],
    running: async () => (await server.root(`SELECT ID FROM information_schema.PROCESSLIST WHERE USER = 'hub' AND COMMAND <> 'Sleep'`)).length,
    async endSessions() {
      await server.root('KILL USER hub');
    },
    setPassword: async (password) => void (await server.root(`SET PASSWORD FOR hub = PASSWORD('${password}')`)),
    stop: () => server.kill(),
    start: () => server.start(),
    remove: () => server.remove(),
    quote: (name) => `\`${name.replaceAll('`', '``')}\``,
    wait: (seconds) => `SELECT SLEEP(${seconds}) AS waited`,
  };
}

/** The PostgreSQL that the hub runs itself, with a certificate and its key where they are given. */
export async function startPostgres(certificate?: ServerCertificate): Promise<TestDatabase> {
  const server = await startTestPostgres(certificate ? { ssl: 'on', ssl_cert_file: certificate.certificate, ssl_key_file: certificate.key } : {});
  const { hostname: host, port } = new URL(server.url);
  const owner = async <Row>(sql: string) => server.query<Row>(sql);
  await owner(`CREATE ROLE hub LOGIN PASSWORD '${canary}'`);
  await owner('GRANT hub TO portal_owner WITH INHERIT TRUE');
  await owner('CREATE SCHEMA register; GRANT USAGE ON SCHEMA register TO hub');
  await owner(`ALTER ROLE hub SET search_path = register`);
  await owner('ALTER ROLE portal_owner SET search_path = register');
  await owner('ALTER DEFAULT PRIVILEGES IN SCHEMA register GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO hub');
  await owner('ALTER DEFAULT PRIVILEGES IN SCHEMA register GRANT USAGE, SELECT ON SEQUENCES TO hub');
  const ours = `FROM pg_stat_activity WHERE usename = 'hub'`;
  return {
    engine: 'postgresql',
    host,
    port: Number(port),
    config: (further = {}) => ({ url: `postgresql://${host}:${port}/portal`, user: 'hub', password: { secret: 'password' }, ...further }),
    secrets: { password: canary },
    admin: async (sql) => void (await owner(sql)),
    rows: owner,
    running: async () => (await owner(`SELECT pid ${ours} AND state = 'active'`)).length,
    async endSessions() {
      await owner(`SELECT pg_terminate_backend(pid, 5000) ${ours}`);
    },
    setPassword: async (password) => void (await owner(`ALTER ROLE hub PASSWORD '${password}'`)),
    stop: () => server.stop(),
    start: () => server.start(),
    remove: () => server.remove(),
    quote: (name) => `"${name.replaceAll('"', '""')}"`,
    wait: (seconds) => `SELECT pg_sleep(${seconds})::text AS waited`,
  };
}
