import { secretReference } from '@amanah/adapter-api';
import { z } from 'zod';

/** Databases by the scheme of their address, with the port they listen on unless it says otherwise. */
export const defaultPorts = { postgresql: 5432, mariadb: 3306, mysql: 3306, sqlserver: 1433, oracle: 1521 } as const;
export type Engine = keyof typeof defaultPorts;

/** Character sets of old registers; `ar8mswin1256`, `ar8iso8859p6` and `we8mswin1252` are the names Oracle gives them. */
export const charsets = ['windows-1256', 'ar8mswin1256', 'iso-8859-6', 'ar8iso8859p6', 'windows-1252', 'we8mswin1252', 'utf-8'] as const;
export type Charset = (typeof charsets)[number];

const identifier = z.string().min(1).max(128);
/** Names of tables and columns in which `*` stands for any text. */
const pattern = z.string().min(1).max(257);

const address = z.string().refine(
  (text) => {
    const url = URL.parse(text);
    const plain = url && !url.username && !url.password && !url.search && !url.hash;
    return Boolean(plain && url.protocol.slice(0, -1) in defaultPorts && url.hostname && /^\/[^/]+$/.test(url.pathname));
  },
  { error: 'an address such as mariadb://host:3306/database (postgresql, mariadb, mysql, sqlserver or oracle), without user or password' },
);

/** One column of a result, where the database itself does not say enough of it. */
const resultColumn = z.strictObject({
  /** The statement gives bytes (`CAST(owner AS BINARY)`) that are text in this character set. */
  charset: z.enum(charsets).optional(),
  /** What it holds, where preparing the statement does not tell: a called procedure. JSON Schema. */
  schema: z.record(z.string(), z.unknown()).optional(),
});

/** One parameter: a JSON Schema of a single value; with `charset` its text is sent as bytes in that character set. */
const parameter = z.looseObject({
  type: z.union([z.string(), z.array(z.string()).min(1)]),
  charset: z.enum(charsets).optional(),
});

const statement = z.strictObject({
  /** One statement; its parameters stand in it as `:name`. */
  sql: z.string().min(1).max(20_000),
  /** What it does, in the words of whoever reviewed it. */
  summary: z.string().max(500).optional(),
  /** Every `:name` of the statement. A parameter that may be left out says so: `type: [string, 'null']` or a `default`. */
  parameters: z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,62}$/), parameter).default({}),
  /** A statement that writes also needs `writable: true`. */
  effect: z.enum(['read', 'write']).default('read'),
  /** Whether repeating the write does no harm, such as setting a state. */
  idempotent: z.boolean().default(false),
  columns: z.record(z.string().min(1).max(128), resultColumn).default({}),
  /** A read of at most one row: the output is the row, or null. */
  one: z.boolean().default(false),
  /** With `one`: no row is a refusal, told in the system's own name, instead of null. */
  missing: z.strictObject({ code: z.string().min(1).max(60), message: z.string().min(1).max(300) }).optional(),
  /** A read that is taken page by page: columns of the result that are unique together and never null, by which it is ordered. */
  page: z.array(identifier).min(1).max(5).optional(),
  /** How many rows a write may touch; otherwise it is taken back and refused. */
  touches: z.strictObject({ least: z.number().int().min(0).optional(), most: z.number().int().min(0).optional() }).optional(),
});
export type StatementConfig = z.infer<typeof statement>;

/** The `connection` part of a system that is a database. */
export const config = z
  .strictObject({
    /** `mariadb://host:port/database`; for Oracle the path is the name of the service. */
    url: address,
    user: z.string().min(1).max(128),
    password: secretReference,
    /** Present: nothing but TLS, the server's certificate is checked. Files as uploaded with the configuration, PEM. */
    tls: z
      .strictObject({
        /** Authority that signed the server's certificate; without it those that Node.js trusts. */
        ca: z.string().optional(),
        /** Name in the server's certificate, where it is not the host of `url`. */
        serverName: z.string().optional(),
        /** Own certificate and key, where the server asks for them. */
        certificate: z.string().optional(),
        key: z.string().optional(),
      })
      .optional(),
    /** Schemas that are looked into; by default the one of the connection. */
    schemas: z.array(identifier).max(20).default([]),
    /** Tables and views that become operations. */
    relations: z.array(pattern).max(200).default(['*']),
    /** What the database does not know of a table or view: the columns that tell its rows apart, and further ones that may be filtered by. */
    keys: z
      .record(
        z.string().min(1).max(257),
        z.strictObject({ key: z.array(identifier).min(1).max(8).optional(), filters: z.array(identifier).max(50).default([]) }),
      )
      .default({}),
    /** Text columns (`table.column`, `*` for any) that hold bytes of another character set than the database believes. */
    text: z.strictObject({ charset: z.enum(charsets), columns: z.array(pattern).min(1).max(500).default(['*']) }).optional(),
    statements: z.record(z.string().regex(/^[a-z][A-Za-z0-9]{0,62}$/), statement).default({}),
    /** Whether statements with `effect: write` may be run at all. */
    writable: z.boolean().default(false),
    /** Where a write leaves its key in the same transaction, so that the same key writes once. `answer`: a text column that keeps what the first write answered. */
    idempotency: z.strictObject({ table: pattern, column: identifier, answer: identifier.optional() }).optional(),
    /** Most rows of a page. */
    pageRows: z.number().int().min(1).max(1_000).default(200),
    /** Most rows of a statement that has no pages. */
    rowCap: z.number().int().min(1).max(10_000).default(1_000),
    /** Time after which the server itself ends a statement; by default as long as an answer may take (`limits.answerMs`). */
    statementMs: z.number().int().min(100).max(600_000).optional(),
  })
  .superRefine(({ statements, writable }, context) => {
    for (const [name, { effect, one, page, missing }] of Object.entries(statements)) {
      const issue = (field: string, message: string) => context.addIssue({ code: 'custom', path: ['statements', name, field], message });
      if (effect === 'write' && !writable) issue('effect', 'a statement that writes needs writable: true of the connection');
      if (effect === 'write' && (one || page)) issue(one ? 'one' : 'page', 'only reads have one row or pages');
      if (one && page) issue('page', 'one row has no pages');
      if (missing && !one) issue('missing', 'only where one row is asked for can none be missing');
    }
  });
export type SqlConfig = z.infer<typeof config>;
