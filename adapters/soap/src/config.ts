import { secretReference } from '@amanah/adapter-api';
import { z } from 'zod';

const address = z.url({ protocol: /^https?$/ });
const origin = address.refine((text) => URL.parse(text)?.origin === text, 'an origin such as https://api.example:8443, without a path');
/** A header of HTTP that configuration may set; those of the protocol itself are none. */
const headerName = z
  .string()
  .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/)
  .regex(
    /^(?!(?:host|connection|cookie|expect|keep-alive|te|trailer|upgrade|content-.*|transfer-encoding|soapaction)$)/i,
    'a header that is not of HTTP or SOAP itself',
  );
const visible = z.string().regex(/^[\x20-\x7e]*$/, 'visible ASCII');
/** A JSON pointer (RFC 6901) into an input or output, such as `/page/next`. */
const pointer = z.string().regex(/^(?:\/(?:[^~/]|~[01])+)+$/, 'a JSON pointer such as /page/next');
/** Name of an operation in the contract: `Service.Port.operation`. */
const operation = z.string().min(1).max(500);
/** Name of an element of the schemas: `{namespace}local`. */
const elementName = z.string().regex(/^(?:\{[^{}]*\})?[^{}\s]+$/, 'a name such as {http://example.test/types}Header');
/** A value, or a secret that is one. */
const value = z.union([secretReference, z.string(), z.number(), z.boolean()]);

const usernameToken = z.strictObject({
  username: z.union([secretReference, z.string().min(1)]),
  password: secretReference,
  /** The password itself, or its digest with nonce and time of creation. */
  type: z.enum(['text', 'digest']).default('text'),
  /** Nonce and time of creation; a digest always has them. */
  nonce: z.boolean().default(true),
});

const signature = z.strictObject({
  /** Our certificate, PEM. */
  certificateFile: z.string().min(1),
  /** Its private key, PEM. */
  key: secretReference,
  passphrase: secretReference.optional(),
  algorithm: z.enum(['rsa-sha256', 'rsa-sha512', 'rsa-sha1']).default('rsa-sha256'),
  /** What is signed. */
  parts: z
    .array(z.enum(['body', 'timestamp', 'usernameToken', 'addressing']))
    .min(1)
    .default(['body', 'timestamp']),
  /** How the certificate is told: whole, or by issuer and serial number. */
  reference: z.enum(['token', 'issuerSerial']).default('token'),
});

const signedAnswer = z.strictObject({
  /** The certificate with which the system signs, PEM. No other is taken. */
  certificateFile: z.string().min(1),
  /** What must be signed in an answer. */
  parts: z
    .array(z.enum(['body', 'timestamp']))
    .min(1)
    .default(['body', 'timestamp']),
});

const security = z.strictObject({
  usernameToken: usernameToken.optional(),
  /** Seconds for which a message is valid; `null` for messages without a time. */
  timestampSeconds: z.number().int().min(1).max(86_400).nullable().default(300),
  signature: signature.optional(),
  answer: signedAnswer.optional(),
  /** How far the clocks may be apart, and how far ours is moved to that of a system which finds our messages too old or too new. */
  clockSkewSeconds: z.number().int().min(0).max(86_400).default(300),
  mustUnderstand: z.boolean().default(true),
});

/** The `connection` part of a system that is described by WSDL 1.1. */
export const config = z.strictObject({
  /** The WSDL: an uploaded file (with what it imports beside it), or where the system gives it out. */
  wsdl: z.union([z.strictObject({ file: z.string().min(1) }), z.strictObject({ url: address })]),
  /** Where calls go, when what the WSDL says is not so: for all ports, or by `Service.Port`. */
  endpoint: z.union([address, z.record(z.string().min(1), address)]).optional(),
  /** Origins that may be asked beside that of the WSDL and of the endpoint: of ports, of imported schemas. */
  origins: z.array(origin).default([]),
  /** `strict`: an answer that is not valid by the schemas is no answer. `lenient`: it is read as far as it can be, for systems that do not keep to their own description. */
  answers: z.enum(['strict', 'lenient']).default('strict'),
  /** WS-Security. */
  security: security.optional(),
  /** Headers of SOAP with fixed values, as the JSON of their elements, such as an `AuthHeader` with user and password; a secret may stand wherever a value may. */
  soapHeaders: z.record(elementName, z.json()).default({}),
  /** Fields of every input that has them, filled by configuration instead of the caller, such as `/credentials/password`. */
  fill: z.record(pointer, value).default({}),
  /** WS-Addressing 1.0 in every message: as the description says, or whatever it says. */
  addressing: z.enum(['described', 'always', 'never']).default('described'),
  /** How bytes are sent: inside of the message, or beside it (MTOM). Answers may use either. */
  binary: z.enum(['inline', 'mtom']).default('inline'),
  /** Where the key of a write goes: a header of HTTP, a header of SOAP with text, a field of the input, or the message id of WS-Addressing. `null` when the system knows none. */
  idempotency: z
    .union([
      z.strictObject({ httpHeader: headerName }),
      z.strictObject({ soapHeader: elementName }),
      z.strictObject({ field: pointer }),
      z.strictObject({ messageId: z.literal(true) }),
    ])
    .nullable()
    .default(null),
  /** Where a fault's detail has its own code and message, such as `/BillFault/code`; otherwise a child of the detail that is called a code. */
  refusals: z.strictObject({ code: pointer.optional(), message: pointer.optional() }).prefault({}),
  /** Codes of faults, or of their details, that mean that our credentials were not taken, beside those of WS-Security. */
  refusedCredentials: z.array(z.string().min(1)).default([]),
  /** Reads that come in pages: where the answer says how to go on, and where the next call says it. */
  paging: z.record(operation, z.strictObject({ next: pointer, cursor: pointer })).default({}),
  /** A read that shows that the system is there and takes our credentials; default: the address answers at all. */
  probe: z.strictObject({ operation, input: z.record(z.string(), z.json()).default({}) }).optional(),
  /** Sent with every call. */
  headers: z.record(headerName, z.union([secretReference, visible])).default({}),
  /** HTTP Basic. */
  basic: z.strictObject({ username: z.string().min(1), password: secretReference }).optional(),
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
});

export type SoapConfig = z.infer<typeof config>;
export type SecurityConfig = z.infer<typeof security>;
export type SignatureConfig = z.infer<typeof signature>;
export type SignedAnswerConfig = z.infer<typeof signedAnswer>;
