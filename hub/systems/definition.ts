import { z } from 'zod';

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

/** A connected system: one adapter and one configuration; the same schema for files and for the operations pages. */
export const systemSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{1,62}$/),
  title: bilingual,
  description: bilingual.optional(),
  /** Unit of the organisation that owns it. */
  owner: z.string(),
  adapter: z.literal('webapp'),
  icon: z.string().optional(),
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

export type SystemDefinition = z.infer<typeof systemSchema>;
