import type { DocumentSet, Located } from '../document/document-set.ts';
import { isObject, listAt, member, objectAt, textAt, type JsonObject } from '../document/json.ts';

/** What identifies a schema: where it stands. */
export const keyOf = ({ uri, pointer }: Located): string => `${uri}#${pointer}`;

/** The field that tells which of several kinds a value is, and the names that the document gives to kinds. */
export interface Discriminator {
  readonly property: string;
  readonly mapping: JsonObject;
}

/** Reads `discriminator`: an object with `mapping` in OpenAPI 3, a field's name in Swagger 2.0. */
export function discriminatorOf(schema: unknown): Discriminator | null {
  const found = member(schema, 'discriminator');
  if (typeof found === 'string') return { property: found, mapping: {} };
  const property = textAt(found, 'propertyName');
  return property === null ? null : { property, mapping: objectAt(found, 'mapping') };
}

/**
 * Kinds of a schema that say so themselves by `allOf`, as descendants of a parent with a discriminator: the way of Swagger 2.0, still
 * common in OpenAPI 3. Where such a parent is named, any of its kinds may stand.
 */
export class Families {
  readonly #set: DocumentSet;
  readonly #children = new Map<string, Located[]>();

  /** `schemas` is where the named schemas of the root document stand. */
  constructor(set: DocumentSet, schemas: Located) {
    this.#set = set;
    for (const name of Object.keys(isObject(schemas.value) ? schemas.value : {})) {
      const child = set.child(schemas, name);
      for (const part of listAt(child.value, 'allOf')) {
        const ref = textAt(part, '$ref');
        const parent = ref === null ? undefined : set.resolve(ref, child.uri).at;
        if (parent) this.#children.set(keyOf(parent), [...(this.#children.get(keyOf(parent)) ?? []), child]);
      }
    }
  }

  /** Descendants of a schema with a discriminator of its own, each once; empty for any other schema. */
  kindsOf(parent: Located): readonly Located[] {
    if (!discriminatorOf(parent.value) || listAt(parent.value, 'oneOf').length > 0 || listAt(parent.value, 'anyOf').length > 0) return [];
    const found = new Map<string, Located>();
    let waiting = this.#children.get(keyOf(parent)) ?? [];
    while (waiting.length > 0) {
      const fresh = waiting.filter((one) => !found.has(keyOf(one)) && keyOf(one) !== keyOf(parent));
      for (const one of fresh) found.set(keyOf(one), one);
      waiting = fresh.flatMap((one) => this.#children.get(keyOf(one)) ?? []);
    }
    return [...found.values()];
  }

  /** Values of the discriminating field by which a kind is known: those of the mapping and the schema's own name. */
  namesOf(kind: Located, { mapping }: Discriminator, from: string): readonly string[] {
    const named = Object.entries(mapping)
      .filter(([, ref]) => typeof ref === 'string' && this.#leadsTo(ref, from, kind))
      .map(([name]) => name);
    const own = kind.pointer
      .slice(kind.pointer.lastIndexOf('/') + 1)
      .replaceAll('~1', '/')
      .replaceAll('~0', '~');
    return [...new Set([...named, own])];
  }

  #leadsTo(ref: string, from: string, kind: Located): boolean {
    const parent = kind.pointer.slice(0, kind.pointer.lastIndexOf('/'));
    const found = this.#set.resolve(/[/#]/.test(ref) ? ref : `#${parent}/${ref}`, from).at ?? this.#set.resolve(ref, from).at;
    return found !== undefined && keyOf(found) === keyOf(kind);
  }
}
