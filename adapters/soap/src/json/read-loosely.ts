import type { ParsedElement } from '../xml/parse-xml.ts';
import { clark } from '../xml/qualified-name.ts';
import type { ElementDeclaration } from '../xsd/schema-model.ts';
import type { ReadsElements } from './element-conversion.ts';
import type { Shape } from './shape.ts';
import type { Slot } from './slot.ts';

/**
 * Reads children in whatever order and namespace they come: an element is known by its name, else by its local name alone. Empty elements of types
 * that have no empty value count as absent, and what is not known is passed over.
 */
export function readLoosely(reader: ReadsElements, shape: Shape, children: readonly ParsedElement[]): [string, unknown][] {
  const byLocal = new Map([...shape.elements.values()].map((known) => [known.element.name.local, known]));
  const repeated = repeatedKeys(shape.object.slot);
  const found = new Map<string, unknown[]>();
  const take = (key: string, value: unknown) => found.set(key, [...(found.get(key) ?? []), value]);
  for (const [key] of shape.object.keys) if (isList(shape, key)) found.set(key, []);
  for (const child of children) {
    const known = shape.elements.get(clark(child.name)) ?? byLocal.get(child.name.local);
    if (known) {
      if (isEmptyOf(known.element, child)) continue;
      const value = reader.element(known.element, child);
      const list = repeated.get(known.key);
      if (list === undefined) take(known.key, value);
      else take(list, Object.fromEntries([[known.key, value]]));
    } else if (shape.object.keys.has('$any')) take('$any', reader.untyped(child));
  }
  return [...found].map(([key, values]) => [key, isList(shape, key) ? values : values[0]]);
}

function isList(shape: Shape, key: string): boolean {
  return (shape.object.keys.get(key)?.most ?? 1) > 1 || key.startsWith('$');
}

/** Keys of elements that stand in a repeated group, with the key of its list. */
function repeatedKeys(slot: Slot, list?: string): ReadonlyMap<string, string> {
  if (slot.kind === 'element') return new Map(list === undefined ? [] : [[slot.key, list]]);
  if (slot.kind === 'any') return new Map();
  const inner = slot.kind === 'repeat' ? slot.object.slot.slots.map((one) => repeatedKeys(one, slot.key)) : slot.slots.map((one) => repeatedKeys(one, list));
  return new Map(inner.flatMap((one) => [...one]));
}

function isEmptyOf(declaration: ElementDeclaration, element: ParsedElement): boolean {
  if (element.children.length > 0 || declaration.default !== null || declaration.fixed !== null) return false;
  const type = declaration.type();
  return (
    type.kind === 'simple' &&
    type.variety === 'atomic' &&
    type.builtin.name !== 'string' &&
    (type.builtin.kind !== 'text' || type.builtin.pattern !== undefined)
  );
}
