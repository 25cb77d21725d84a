/** Where a parameter stands in a request. */
export type Place = 'path' | 'query' | 'header' | 'cookie';
/** How a value is written as text; `tabDelimited` exists in Swagger 2.0 only. */
export type Style = 'simple' | 'label' | 'matrix' | 'form' | 'spaceDelimited' | 'pipeDelimited' | 'tabDelimited' | 'deepObject';

export interface Writing {
  readonly style: Style;
  readonly explode: boolean;
  /** Reserved characters of an address pass as they are. */
  readonly reserved: boolean;
}

export interface ParameterPlan extends Writing {
  /** Name of the field in our input. */
  readonly property: string;
  readonly name: string;
  readonly in: Place;
  readonly required: boolean;
  /** Media type in which the value is written first (`content` parameters). */
  readonly content: string | null;
}

/** A part of a form that is not written by the defaults. */
export interface PartPlan {
  /** The value is base64 and sent as its bytes. */
  readonly binary: boolean;
  /** Content types it may have, the first by default. */
  readonly types: readonly string[];
  /** How it is written in `application/x-www-form-urlencoded`, when the description says so. */
  readonly writing: Writing | null;
  /** Headers of its own in `multipart/form-data`; the value then comes as `{ content, headers }`. */
  readonly headers: readonly string[];
}

export interface BodyPlan {
  readonly required: boolean;
  /** Media type that is sent; with a `charset` the text is written in it. */
  readonly type: string;
  readonly as: 'json' | 'form' | 'multipart' | 'text' | 'binary';
  /** The caller says which media type it is (`image/*`): the body is `{ content, type }`. */
  readonly named: boolean;
  readonly parts: Readonly<Record<string, PartPlan>>;
}

export interface AnswerPlan {
  /** `200`, `2XX` or `default`. */
  readonly status: string;
  /** Media types that may come; empty when the description says nothing of a body. */
  readonly bodies: readonly { readonly type: string; readonly as: 'json' | 'text' | 'binary' | 'any' }[];
  /** Headers it describes. */
  readonly headers: readonly string[];
}

/** All that is needed to call an operation, as plain JSON. */
export interface OperationPlan {
  readonly method: string;
  /** Template such as `/licences/{number}`, with what stands fixed in its query. */
  readonly path: string;
  /** Address of its own; `null` for the one of the system. */
  readonly server: string | null;
  readonly parameters: readonly ParameterPlan[];
  readonly body: BodyPlan | null;
  readonly answers: readonly AnswerPlan[];
  /** Alternatives, each a list of security schemes that are needed together; empty when none is. */
  readonly security: readonly (readonly string[])[];
}

export type SchemePlan =
  | { readonly kind: 'apiKey'; readonly in: 'header' | 'query' | 'cookie'; readonly name: string }
  | { readonly kind: 'oauth2'; readonly tokenUrl: string | null; readonly scopes: readonly string[] }
  | { readonly kind: 'basic' | 'bearer' | 'certificate' }
  | { readonly kind: 'other'; readonly said: string };

/** What is kept of a document when its contract is accepted. */
export interface Snapshot {
  readonly form: 1;
  readonly server: string | null;
  readonly operations: Readonly<Record<string, OperationPlan>>;
  readonly schemes: Readonly<Record<string, SchemePlan>>;
}
