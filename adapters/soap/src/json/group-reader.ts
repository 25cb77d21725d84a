import type { ParsedElement } from '../xml/parse-xml.ts';
import { sameName } from '../xml/qualified-name.ts';
import { takes } from '../xsd/schema-model.ts';
import type { ReadsElements } from './element-conversion.ts';
import { canBegin, type GroupSlot, type ObjectSlot, type Slot } from './slot.ts';

/**
 * Reads the elements of a valid group into keys. A schema tells at each element, without looking further, to which of its particles it belongs
 * (unique particle attribution), so one step ahead is enough.
 */
export class GroupReader {
  readonly #elements: ReadsElements;
  readonly #children: readonly ParsedElement[];
  #index = 0;

  constructor(elements: ReadsElements, children: readonly ParsedElement[]) {
    this.#elements = elements;
    this.#children = children;
  }

  /** The element that comes next; what is left when all was read is not of the group. */
  get next(): ParsedElement | undefined {
    return this.#children[this.#index];
  }

  read({ slot, keys }: ObjectSlot): [string, unknown][] {
    const found = new Map<string, unknown[]>();
    this.#slot(slot, found);
    return [...found].flatMap(([key, values]) => {
      const isList = (keys.get(key)?.most ?? 1) > 1 || key.startsWith('$');
      return isList ? [[key, values] as [string, unknown]] : values.length > 0 ? [[key, values[0]] as [string, unknown]] : [];
    });
  }

  #slot(slot: Slot, found: Map<string, unknown[]>): void {
    switch (slot.kind) {
      case 'element': {
        const read = this.#many(
          slot.max,
          (next) => sameName(next.name, slot.element.name),
          (next) => this.#elements.element(slot.element, next),
        );
        if (read.length > 0 || slot.max > 1) push(found, slot.key, read);
        return;
      }
      case 'any': {
        const read = this.#many(
          slot.max,
          (next) => takes(slot.wildcard, next.name.namespace),
          (next) => this.#elements.untyped(next),
        );
        if (read.length > 0) push(found, slot.key, read);
        return;
      }
      case 'repeat':
        return push(found, slot.key, this.#repeated(slot.max, slot.object));
      case 'choice':
        return this.#choice(slot, found);
      case 'all':
        return this.#all(slot, found);
      default:
        if (!slot.optional || this.#begins(slot)) slot.slots.forEach((inner) => this.#slot(inner, found));
    }
  }

  #many(most: number, fits: (next: ParsedElement) => boolean, read: (next: ParsedElement) => unknown): readonly unknown[] {
    const values: unknown[] = [];
    for (let next = this.next; next && values.length < most && fits(next); next = this.next) {
      this.#index += 1;
      values.push(read(next));
    }
    return values;
  }

  #repeated(most: number, object: ObjectSlot): readonly unknown[] {
    const items: unknown[] = [];
    while (items.length < most && this.#begins(object.slot)) {
      const before = this.#index;
      items.push(Object.fromEntries(this.read(object)));
      if (this.#index === before) break;
    }
    return items;
  }

  #choice(slot: GroupSlot, found: Map<string, unknown[]>): void {
    const branch = slot.slots.find((inner) => this.#begins(inner));
    if (branch) this.#slot(branch, found);
  }

  #all(slot: GroupSlot, found: Map<string, unknown[]>): void {
    const left = new Set(slot.slots);
    for (let branch = this.#among(left); branch; branch = this.#among(left)) {
      left.delete(branch);
      this.#slot(branch, found);
    }
  }

  #among(slots: ReadonlySet<Slot>): Slot | undefined {
    return [...slots].find((slot) => this.#begins(slot));
  }

  #begins(slot: Slot): boolean {
    return this.next !== undefined && canBegin(slot, this.next.name);
  }
}

function push(found: Map<string, unknown[]>, key: string, values: readonly unknown[]): void {
  found.set(key, [...(found.get(key) ?? []), ...values]);
}
