import { bundle } from '@apidevtools/json-schema-ref-parser';
import { upgrade } from '@scalar/openapi-parser';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Received } from '@amanah/testing';
import { readParameter, type Found } from './read-back.ts';
import { readBodyBack } from './read-body-back.ts';

type Json = Record<string, unknown>;

/** What a request says, read back from its bytes by the rules of the document alone. */
export interface Verdict {
  /** What is wrong with it; empty when the document takes it. */
  readonly wrong: readonly string[];
  /** Values by `place name`, and the body. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/**
 * Judges requests by the OpenAPI document itself, with other people's readers (references by json-schema-ref-parser, 3.0 and 2.0 brought to 3.1 by
 * Scalar, forms by busboy, schemas by ajv) and a parser of styles that shares nothing with the code that writes them.
 */
export class DocumentJudge {
  readonly #document: Json;
  readonly #ajv: Ajv2020;
  readonly #checks = new Map<string, ValidateFunction>();
  readonly #operations = new Map<string, { readonly id: string; readonly method: string; readonly path: string }>();

  private constructor(document: Json) {
    this.#document = document;
    this.#ajv = new Ajv2020({ strict: false, logger: false, validateSchema: false, unicodeRegExp: false });
    addFormats.default(this.#ajv);
    this.#ajv.addSchema(document, 'doc:');
    for (const [path, item] of Object.entries((document['paths'] ?? {}) as Json)) {
      for (const [method, operation] of Object.entries(this.#at(item) as Json)) {
        if (!['get', 'put', 'post', 'delete', 'patch', 'options', 'head'].includes(method)) continue;
        const id = String((operation as Json)['operationId'] ?? `${method} ${path}`);
        this.#operations.set(id, { id, method, path });
      }
    }
  }

  static async of(document: object): Promise<DocumentJudge> {
    const whole: unknown = await bundle(structuredClone(document) as never);
    const { specification } = upgrade(structuredClone(whole) as never) as { specification: Json };
    // Where a discriminator tells the kind, that a value fits another kind too is nothing wrong; what Scalar leaves of `nullable` stands beside no type.
    const told = JSON.stringify(specification, (_name, value: unknown) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
      const { nullable, oneOf, ...rest } = value as Json;
      if (nullable !== undefined)
        return nullable === true ? { anyOf: [{ ...rest, ...(oneOf ? { oneOf } : {}) }, { type: 'null' }] } : { ...rest, ...(oneOf ? { oneOf } : {}) };
      return oneOf !== undefined && 'discriminator' in value ? { ...rest, anyOf: oneOf } : value;
    });
    return new DocumentJudge(JSON.parse(told) as Json);
  }

  /** Operations by operationId, or by method and path where there is none. */
  operations(): readonly { readonly id: string; readonly method: string; readonly path: string }[] {
    return [...this.#operations.values()];
  }

  async judge(id: string, request: Received, base: string): Promise<Verdict> {
    const found = this.#operations.get(id);
    if (!found) throw new Error(`the document has no operation ${id}`);
    const item = this.#at(((this.#document['paths'] as Json)[found.path] ?? {}) as Json) as Json;
    const operation = item[found.method] as Json;
    const wrong: string[] = [];
    if (request.method.toLowerCase() !== found.method) wrong.push(`method ${request.method}`);
    const [address = '', query = ''] = request.target.split('?');
    const template = found.path.split('#')[0]?.split('?')[0] ?? '';
    const variables = matched(base + template, address);
    if (!variables) return { wrong: [`${address} is not ${base}${template}`], values: {}, body: undefined };
    const pairs = query === '' ? [] : query.split('&');
    const used = new Set<string>();
    const values: Record<string, unknown> = {};
    for (const { parameter, pointer } of this.#parameters(found.path, found.method, item, operation)) {
      const name = String(parameter['name']);
      const place = String(parameter['in']);
      if (place === 'header' && ['accept', 'content-type', 'authorization'].includes(name.toLowerCase())) continue;
      const content = parameter['content'] as Json | undefined;
      const [type] = Object.keys(content ?? {});
      const schemaAt = type === undefined ? `${pointer}/schema` : `${pointer}/content/${escaped(type)}/schema`;
      const schema = this.#schema(schemaAt);
      const source = { variables, pairs, headers: request.headers, used };
      let value: Found;
      try {
        value = readParameter(
          { name, place, style: parameter['style'] as string, explode: parameter['explode'] as boolean, json: type !== undefined },
          schema,
          source,
        );
      } catch (error) {
        wrong.push(`${place} ${name}: ${(error as Error).message}`);
        continue;
      }
      if (value === undefined) {
        if (parameter['required'] === true) wrong.push(`${place} ${name} is missing`);
        continue;
      }
      values[`${place} ${name}`] = value;
      this.#check(schemaAt, value, `${place} ${name}`, wrong);
    }
    for (const pair of pairs) if (!used.has(pair)) wrong.push(`query ${pair} is not described`);
    const body = await this.#body(`#/paths/${escaped(found.path)}/${found.method}/requestBody`, operation, request, wrong);
    return { wrong, values, body };
  }

  async #body(pointer: string, operation: Json, request: Received, wrong: string[]): Promise<unknown> {
    const described = operation['requestBody'] === undefined ? undefined : (this.#at(operation['requestBody']) as Json);
    const at = described && (operation['requestBody'] as Json)['$ref'] ? String((operation['requestBody'] as Json)['$ref']) : pointer;
    if (!described) {
      if (request.body.length > 0) wrong.push('a body is not described');
      return undefined;
    }
    const type = request.headers['content-type'];
    if (type === undefined) {
      if (described['required'] === true) wrong.push('the body is missing');
      return undefined;
    }
    const essence = type.split(';')[0]?.trim().toLowerCase() ?? '';
    const offered = Object.keys(described['content'] as Json);
    const key =
      offered.find((one) => one.split(';')[0]?.trim().toLowerCase() === essence) ??
      offered.find((one) => one === '*/*' || one === `${essence.split('/')[0]}/*`);
    if (key === undefined) {
      wrong.push(`the body is ${type}, described is ${offered.join(', ')}`);
      return undefined;
    }
    const media = (described['content'] as Json)[key] as Json;
    const schemaAt = `${at}/content/${escaped(key)}/schema`;
    const schema = media['schema'] === undefined ? undefined : this.#schema(schemaAt);
    const { value, checked } = await readBodyBack(request, essence, schema, (media['encoding'] ?? {}) as Json, (one) => this.#at(one) as Json);
    if (schema !== undefined && checked) this.#check(schemaAt, value, 'body', wrong);
    return value;
  }

  #check(pointer: string, value: unknown, what: string, wrong: string[]): void {
    const check = this.#checks.get(pointer) ?? this.#ajv.compile({ $ref: `doc:${pointer}` });
    this.#checks.set(pointer, check);
    if (!check(value)) wrong.push(`${what}: ${this.#ajv.errorsText(check.errors)} in ${JSON.stringify(value)}`);
  }

  #parameters(path: string, method: string, item: Json, operation: Json): readonly { parameter: Json; pointer: string }[] {
    const base = `#/paths/${escaped(path)}`;
    const all = new Map<string, { parameter: Json; pointer: string }>();
    for (const [owner, at] of [
      [item, `${base}/parameters`],
      [operation, `${base}/${method}/parameters`],
    ] as const) {
      for (const [index, one] of ((owner['parameters'] ?? []) as Json[]).entries()) {
        const parameter = this.#at(one) as Json;
        const pointer = typeof one['$ref'] === 'string' ? one['$ref'] : `${at}/${index}`;
        all.set(`${String(parameter['in'])} ${String(parameter['name'])}`, { parameter, pointer });
      }
    }
    return [...all.values()];
  }

  /** A schema with its own references followed at the top, for the types that texts are read as. */
  #schema(pointer: string): Json {
    return this.#at(this.#follow(pointer)) as Json;
  }

  #at(value: unknown): unknown {
    const ref = typeof value === 'object' && value !== null ? (value as Json)['$ref'] : undefined;
    return typeof ref === 'string' ? this.#at(this.#follow(ref)) : value;
  }

  #follow(pointer: string): unknown {
    let at: unknown = this.#document;
    for (const step of pointer.slice(1).split('/').slice(1)) {
      at = (at as Json | undefined)?.[decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~')];
      const ref = (at as Json | undefined)?.['$ref'];
      if (typeof ref === 'string') at = this.#follow(ref);
    }
    return at;
  }
}

/** A pointer's step inside a `$ref`, which is a fragment of an address. */
function escaped(step: string): string {
  return encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'));
}

/** Raw texts of a template's variables in an address. */
function matched(template: string, address: string): ReadonlyMap<string, string> | null {
  const names: string[] = [];
  const pattern = template
    .split(/(\{[^{}]*\})/)
    .map((part) => {
      if (!part.startsWith('{')) return encodeURI(part).replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
      names.push(part.slice(1, -1));
      return '([^/]*)';
    })
    .join('');
  const match = new RegExp(`^${pattern}$`).exec(address);
  return match && new Map(names.map((name, index) => [name, match[index + 1] ?? '']));
}
