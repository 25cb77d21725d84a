import { secretReference } from '@amanah/adapter-api';
import { z } from 'zod';

const address = z.url({ protocol: /^https?$/ });
const origin = address.refine((text) => URL.parse(text)?.origin === text, 'an origin such as https://api.example:8443, without a path');
/** A header that configuration may set; those of the protocol itself are none. */
const headerName = z
  .string()
  .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/)
  .regex(/^(?!(?:host|connection|cookie|expect|keep-alive|te|trailer|upgrade|content-.*|transfer-encoding)$)/i, 'a header that is not of HTTP itself');
/** A JSON pointer (RFC 6901) into an answer, such as `/data/items`; empty for the whole. */
const pointer = z.string().regex(/^(?:\/(?:[^~/]|~[01])*)*$/, 'a JSON pointer such as /data/items');
/** Name of an operation in the contract. */
const operation = z.string().min(1).max(200);

/** Name of the security scheme in the document that is met by a credential; without it the credential goes with every call. */
const scheme = z.string().min(1).optional();
const credential = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('oauth2'),
    scheme,
    clientId: z.string().min(1),
    clientSecret: secretReference,
    /** Where tokens are given; default: what the document says, when it lies on a declared origin. */
    tokenUrl: address.optional(),
    /** Default: those that the document asks for. */
    scopes: z.array(z.string().min(1)).optional(),
    /** How the client proves itself at the token address: HTTP Basic or fields of the form. */
    proof: z.enum(['basic', 'form']).default('basic'),
    /** Further fields of the token request, such as `audience` or `resource`. */
    fields: z.record(z.string(), z.string()).default({}),
  }),
  z.strictObject({
    kind: z.literal('apiKey'),
    scheme,
    /** Where the key goes; default: what the document says of the scheme. */
    in: z.enum(['header', 'query', 'cookie']).optional(),
    name: z.string().min(1).max(100).optional(),
    value: secretReference,
  }),
  z.strictObject({ kind: z.literal('basic'), scheme, username: z.string(), password: secretReference }),
  z.strictObject({ kind: z.literal('bearer'), scheme, token: secretReference }),
]);

/** Where the list of rows stands in an answer, and a field that names each of them, so that a row which moves on while pages are read comes once. */
const rows = { items: pointer, key: pointer.optional() };
const paging = z.discriminatedUnion('by', [
  /** A parameter counts pages; the last one is empty, or shorter than `size`. */
  z.strictObject({ by: z.literal('page'), parameter: z.string(), first: z.number().int().default(1), size: z.number().int().positive().optional(), ...rows }),
  /** A parameter counts rows. */
  z.strictObject({ by: z.literal('offset'), parameter: z.string(), size: z.number().int().positive().optional(), ...rows }),
  /** The answer holds what a parameter of the next call is set to. */
  z.strictObject({ by: z.literal('cursor'), parameter: z.string(), next: pointer, items: pointer.optional(), key: pointer.optional() }),
  /** The answer's `Link` header with `rel="next"` (RFC 8288) leads to the next page. */
  z.strictObject({ by: z.literal('link'), items: pointer.optional(), key: pointer.optional() }),
  /** The answer holds the address of the next page, such as `/@odata.nextLink`. */
  z.strictObject({ by: z.literal('next'), next: pointer, items: pointer.optional(), key: pointer.optional() }),
]);

/** The `connection` part of a system that is described by OpenAPI 3.0, 3.1 or Swagger 2.0. */
export const config = z.strictObject({
  /** The document: an uploaded file, or where the system gives it out; `authorised` sends the credentials along. */
  document: z.union([z.strictObject({ file: z.string().min(1) }), z.strictObject({ url: address, authorised: z.boolean().default(false) })]),
  server: z
    .strictObject({
      /** Address of the system; default: the first server of the document. */
      url: address.optional(),
      /** Which server of the document, from 0. */
      index: z.number().int().nonnegative().default(0),
      /** Values of the variables in that server's address. */
      variables: z.record(z.string(), z.string()).default({}),
    })
    .prefault({}),
  /** Further origins that may be asked: of token addresses, remote parts of the document, single operations, redirects. */
  origins: z.array(origin).default([]),
  credentials: z.array(credential).max(8).default([]),
  /** Own authority of the system, and our certificate for systems that ask for one (mutual TLS). */
  tls: z
    .strictObject({
      caFile: z.string().min(1).optional(),
      certificateFile: z.string().min(1).optional(),
      /** Private key of the certificate, PEM. */
      key: secretReference.optional(),
      passphrase: secretReference.optional(),
    })
    .optional(),
  /** Sent with every call, such as `Accept-Language: ar`. */
  headers: z.record(headerName, z.string().regex(/^[\x20-\x7e]*$/, 'visible ASCII')).default({}),
  /** Header that carries the key of a write; `null` when the system knows none. */
  idempotencyHeader: headerName.nullable().default('Idempotency-Key'),
  /** Header that carries the number of the request, for the logs of both sides. */
  requestIdHeader: headerName.nullable().default(null),
  /** How header parameters beyond ASCII are written: percent-encoded UTF-8, or the bare bytes of UTF-8. */
  headerEncoding: z.enum(['percent', 'utf-8']).default('percent'),
  /** What an operation gives: the body of the answer, or `{ status, headers, body }`. */
  answer: z.enum(['body', 'whole']).default('body'),
  /** Integers of 64 bits that JavaScript cannot hold exactly: the answer is refused, or such fields may come as text. */
  longNumbers: z.enum(['refuse', 'text']).default('refuse'),
  /** Where a refusal has its code and message, when not where most have them; `when` finds refusals that come with a status of success. */
  refusals: z
    .strictObject({
      code: pointer.optional(),
      message: pointer.optional(),
      when: z.strictObject({ at: pointer, is: z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])).min(1) }).optional(),
    })
    .prefault({}),
  /** Reads that come in pages, by the operation's name in the contract. */
  paging: z.record(operation, paging).default({}),
  /** What is asked to see that the system is there and takes our credentials; default: a token and the address itself. */
  probe: z
    .union([z.strictObject({ operation, input: z.record(z.string(), z.unknown()).default({}) }), z.strictObject({ path: z.string().regex(/^\//) })])
    .optional(),
});

export type OpenApiConfig = z.infer<typeof config>;
export type Credential = z.infer<typeof credential>;
export type Paging = z.infer<typeof paging>;
