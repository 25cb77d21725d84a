import { z } from 'zod';
import { mappingSchema } from './mapping/mapping.ts';

const bilingual = z.strictObject({ ar: z.string().min(1), en: z.string().min(1) });
/** A path on the system's own host; `//elsewhere` would be an address of another one. */
const localPath = z.string().regex(/^\/(?!\/)/, 'a path that starts with one slash');
const hostLabel = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/);

/** What a system may be told of the person who is signed in. */
const identityValue = z.enum(['username', 'sub', 'nameAr', 'nameEn', 'email', 'nationalId', 'capacity', 'roles', 'units']);
/** A header that carries an identity; those of the protocol itself are none. */
const headerName = z
  .string()
  .regex(/^[A-Za-z0-9-]+$/)
  .regex(/^(?!(?:host|connection|cookie|expect|keep-alive|te|trailer|upgrade|content-.*|transfer-encoding)$)/i, 'a header that is not of HTTP itself');

/** How the portal's sign-in is carried into a web system. */
export const bridgeSchema = z.discriminatedUnion('bridge', [
  z.strictObject({ bridge: z.literal('none') }),
  z.strictObject({
    bridge: z.literal('headers'),
    /** Header name → what it carries. */
    headers: z.record(headerName, identityValue),
    /** How values beyond ASCII are written: percent-encoded UTF-8, RFC 8187 (`UTF-8''…`), or the bare bytes of UTF-8. */
    encoding: z.enum(['percent', 'rfc8187', 'utf-8']).default('percent'),
  }),
  z.strictObject({
    bridge: z.literal('jwt'),
    header: headerName.default('X-Amanah-Identity'),
    audience: z.string().optional(),
    /** What the token says beside `sub`; the national id only where it is named. */
    claims: z.array(identityValue).default(['username', 'nameAr', 'nameEn', 'email', 'capacity', 'roles', 'units']),
  }),
  z.strictObject({ bridge: z.literal('basic') }),
  z.strictObject({
    bridge: z.literal('form'),
    /** Path of the sign-in page, read first for hidden fields such as a CSRF token. */
    page: localPath,
    /** Where the form posts; default: the form's own action. */
    action: localPath.optional(),
    usernameField: z.string(),
    passwordField: z.string(),
    /** Further fixed fields. */
    fields: z.record(z.string(), z.string()).default({}),
    /** How a signed-out answer is known: a redirect to this path or a page holding this text. */
    signedOut: z.strictObject({ redirectTo: z.string().optional(), contains: z.string().optional() }),
    /** How success is known. */
    success: z.strictObject({ cookie: z.string().optional(), redirectTo: z.string().optional() }),
    /** Path that signs out upstream, called by "sign out everywhere". */
    signOut: localPath.optional(),
    charset: z.string().default('utf-8'),
  }),
  z.strictObject({ bridge: z.literal('oidc'), client: z.string() }),
]);

/** What every system says of itself. */
const named = {
  id: z.string().regex(/^[a-z][a-z0-9-]{1,62}$/),
  title: bilingual,
  description: bilingual.optional(),
  /** Unit of the organisation that owns it. */
  owner: z.string(),
  icon: z.string().optional(),
};
const permission = /^[a-z][a-z0-9-]*:[a-z-]+\.[a-z-]+$/;
/** Adapters are named as their folders are. */
export const protocolName = /^[a-z][a-z0-9-]{1,40}$/;
const milliseconds = z.number().int().positive().max(600_000);

/** A system that people enter with their browser, through the gateway. */
export const webSystemSchema = z.strictObject({
  ...named,
  adapter: z.literal('webapp'),
  connection: z.strictObject({
    upstream: z.url({ protocol: /^https?$/ }),
    /** First label of its host under the gateway domain. */
    host: hostLabel,
    /** Its own public address, when its own nginx or Traefik stands in front of it and asks `/auth/check`. */
    origin: z
      .url({ protocol: /^https?$/ })
      .refine((text) => URL.parse(text)?.origin === text, 'must be an origin such as https://gis.example, without a path')
      .optional(),
    /** Send the public host name upstream (default) or the upstream's own. */
    preserveHost: z.boolean().default(true),
    /** Further inner origins that appear in its pages and are mapped to its public address. */
    innerOrigins: z.array(z.url()).default([]),
    /** CA file for an upstream on https with its own authority, relative to the configuration. */
    caFile: z.string().optional(),
  }),
  /** `public`, `signed-in`, or a permission. */
  access: z.string().regex(/^(public|signed-in|[a-z][a-z0-9-]*:[a-z-]+\.[a-z-]+)$/),
  signIn: bridgeSchema.default({ bridge: 'none' }),
  bar: z.boolean().default(true),
  rewrite: z.array(z.enum(['html', 'json', 'css', 'js'])).default(['html']),
  limits: z
    .strictObject({
      connectMs: z.number().int().positive().default(5_000),
      /** Longest wait for the first byte of an answer. */
      answerMs: z.number().int().positive().default(30_000),
      /** Longest silence inside a body or WebSocket. */
      idleMs: z.number().int().positive().default(120_000),
      maxHeaderBytes: z.number().int().positive().default(65_536),
    })
    .prefault({}),
  probe: z.strictObject({ path: localPath.default('/'), everySeconds: z.number().int().min(5).default(30) }).prefault({}),
});

/** Names that a handle of a system has itself (`SystemHandle`), and one that `await` looks for. */
const reservedOperations = ['id', 'title', 'state', 'operation', 'then'];

/** One chosen operation of a system: our name for what its own contract offers. */
export const operationSchema = z.strictObject({
  /** Name in the contract. */
  from: z.string().min(1).max(500),
  title: bilingual,
  effect: z.enum(['read', 'write']),
  /** Whether repeating it does no harm; reads are, unless said otherwise. */
  idempotent: z.boolean().optional(),
  /** Longest time of a call with its retries. */
  deadlineMs: milliseconds.default(15_000),
  /** So long the answer of a read may be given again to the same input. */
  cacheSeconds: z.number().int().min(0).max(86_400).default(0),
  /** Who may call it by page and API, where that is another than for the system. */
  access: z.string().regex(permission, 'a permission such as operations:system.manage').optional(),
  /** Code that the system refuses with → our name for the reason (`unknown`), by which plugins tell one refusal from another. */
  refusals: z.record(z.string().min(1).max(200), z.string().regex(/^[a-z][a-z-]{0,40}$/, 'a name such as not-renewable')).optional(),
  input: mappingSchema.optional(),
  output: mappingSchema.optional(),
});

/** A system that is called by operations, through its adapter. */
export const operationsSystemSchema = z.strictObject({
  ...named,
  /** Folder of its adapter; which are installed is known to who reads the definition. */
  adapter: z.string().regex(protocolName, 'name of an adapter'),
  /** Checked by the adapter's own schema. */
  connection: z.record(z.string(), z.unknown()),
  /** Who may call its operations by page and API; plugins call them by their manifest. */
  access: z.string().regex(permission, 'a permission such as operations:system.manage').default('operations:system.manage'),
  operations: z
    .record(
      z
        .string()
        .regex(/^[a-z][A-Za-z0-9]{0,62}$/, 'a name in camelCase')
        .refine((name) => !reservedOperations.includes(name), `none of ${reservedOperations.join(', ')}`),
      operationSchema.refine(({ effect, cacheSeconds }) => effect === 'read' || cacheSeconds === 0, {
        path: ['cacheSeconds'],
        message: '0 for a write',
      }),
    )
    .default({}),
  limits: z
    .strictObject({
      connectMs: milliseconds.default(5_000),
      /** Longest wait for the first byte of an answer. */
      answerMs: milliseconds.default(15_000),
      /** Longest silence inside an answer. */
      idleMs: milliseconds.default(30_000),
      maxAnswerBytes: z.number().int().positive().max(268_435_456).default(10_485_760),
      maxHeaderBytes: z.number().int().positive().max(1_048_576).default(65_536),
      /** Calls at once, in each process of the hub. */
      atOnce: z.number().int().positive().max(256).default(8),
      /** Calls that may wait for their turn; more are told at once that the system is busy. */
      queued: z.number().int().min(0).max(10_000).default(64),
    })
    .prefault({}),
  probe: z.strictObject({ everySeconds: z.number().int().min(5).default(30) }).prefault({}),
  /** How often its live contract is compared with the accepted one. */
  drift: z.strictObject({ everyHours: z.number().positive().max(8_760).default(24) }).prefault({}),
});

export type WebSystemDefinition = z.infer<typeof webSystemSchema>;
export type OperationsSystemDefinition = z.infer<typeof operationsSystemSchema>;
export type SystemDefinition = WebSystemDefinition | OperationsSystemDefinition;
export type OperationDefinition = z.infer<typeof operationSchema>;

/** Whether people enter the system through the gateway; the others are called by operations. */
export function isWeb<S extends { readonly adapter: SystemDefinition['adapter'] }>(system: S): system is Extract<S, { adapter: 'webapp' }> {
  return system.adapter === 'webapp';
}

/** Whether repeating the operation does no harm. */
export function isIdempotent({ effect, idempotent }: Pick<OperationDefinition, 'effect' | 'idempotent'>): boolean {
  return idempotent ?? effect === 'read';
}
