import attachments from './catalogue/attachments.json' with { type: 'json' };
import audit from './catalogue/audit.json' with { type: 'json' };
import documents from './catalogue/documents.json' with { type: 'json' };
import files from './catalogue/files.json' with { type: 'json' };
import gateway from './catalogue/gateway.json' with { type: 'json' };
import host from './catalogue/host.json' with { type: 'json' };
import http from './catalogue/http.json' with { type: 'json' };
import identity from './catalogue/identity.json' with { type: 'json' };
import mail from './catalogue/mail.json' with { type: 'json' };
import media from './catalogue/media.json' with { type: 'json' };
import notifications from './catalogue/notifications.json' with { type: 'json' };
import operations from './catalogue/operations.json' with { type: 'json' };
import payments from './catalogue/payments.json' with { type: 'json' };
import requests from './catalogue/requests.json' with { type: 'json' };
import rollout from './catalogue/rollout.json' with { type: 'json' };
import services from './catalogue/services.json' with { type: 'json' };
import social from './catalogue/social.json' with { type: 'json' };
import store from './catalogue/store.json' with { type: 'json' };
import systems from './catalogue/systems.json' with { type: 'json' };

/** The two languages of the product; Arabic is the first. */
export type Language = 'ar' | 'en';

/** What a person reads about one error: what happened, and what to do now. `{name}` is filled from the error's params. */
export interface ErrorDefinition {
  readonly status: number;
  readonly log: 'debug' | 'info' | 'warn' | 'error';
  readonly ar: { readonly title: string; readonly action: string };
  readonly en: { readonly title: string; readonly action: string };
}

const catalogue = {
  ...attachments,
  ...audit,
  ...documents,
  ...files,
  ...http,
  ...store,
  ...identity,
  ...host,
  ...systems,
  ...gateway,
  ...payments,
  ...requests,
  ...rollout,
  ...services,
  ...social,
  ...operations,
  ...mail,
  ...media,
  ...notifications,
};

/** Every error code of the product; `AREA_REASON`, never reused for another meaning. */
export type ErrorCode = keyof typeof catalogue;

export type ErrorParams = Readonly<Record<string, string | number>>;

/** All codes, for tests and documentation. */
export const errorCodes = Object.keys(catalogue) as readonly ErrorCode[];

/** The catalogue entry of a code: HTTP status, log level, texts in both languages. */
export function errorDefinition(code: ErrorCode): ErrorDefinition {
  return catalogue[code] as ErrorDefinition;
}

/** Title and action of a code in one language, with `{name}` placeholders filled from `params`. */
export function errorText(code: ErrorCode, language: Language, params: ErrorParams = {}): { title: string; action: string } {
  const { title, action } = errorDefinition(code)[language];
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
  return { title: fill(title), action: fill(action) };
}

/** An error with a public code and a private `detail` and `cause`; only `hub/http` turns it into a response. */
export class AmanahError extends Error {
  readonly code: ErrorCode;
  readonly params: ErrorParams;
  /** For the operator's log only; never shown to a visitor. */
  readonly detail: string | undefined;
  /** Seconds after which the caller may try again, when known. */
  readonly retryAfterSeconds: number | undefined;
  /** Field-level findings of an invalid input: JSON path to code or message. */
  readonly fields: readonly { path: string; message: string }[] | undefined;

  constructor(
    code: ErrorCode,
    options: {
      params?: ErrorParams;
      detail?: string;
      cause?: unknown;
      retryAfterSeconds?: number;
      fields?: readonly { path: string; message: string }[];
    } = {},
  ) {
    super(options.detail ? `${code}: ${options.detail}` : code, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AmanahError';
    this.code = code;
    this.params = options.params ?? {};
    this.detail = options.detail;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.fields = options.fields;
  }

  get status(): number {
    return errorDefinition(this.code).status;
  }
}
