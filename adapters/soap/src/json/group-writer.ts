import { isImplied } from './constraints.ts';
import type { Children, WritesElements } from './element-conversion.ts';
import { escaped, recordOf } from './json-value.ts';
import { isNullable, keysOf, type AnySlot, type ElementSlot, type GroupSlot, type ObjectSlot, type RepeatSlot, type Slot } from './slot.ts';
import { Unwritable } from './write-simple.ts';

interface Waiting {
  readonly value: unknown;
  readonly at: string;
}

/** Writes the keys of one object in the order that its group wants, taking from each key as many values as a place in the group may have. */
export class GroupWriter {
  readonly #elements: WritesElements;
  readonly #object: ObjectSlot;
  readonly #at: string;
  readonly #waiting = new Map<string, Waiting[]>();
  readonly #written: Children = [];

  /** @throws Unwritable when a key that stands for a list is none */
  constructor(elements: WritesElements, object: ObjectSlot, record: Readonly<Record<string, unknown>>, at: string) {
    this.#elements = elements;
    this.#object = object;
    this.#at = at;
    for (const [key, { most }] of object.keys) {
      const value = Object.hasOwn(record, key) ? record[key] : undefined;
      if (value === undefined) continue;
      const place = `${at}/${escaped(key)}`;
      const single = most === 1 && !key.startsWith('$');
      if (!single && !Array.isArray(value)) throw new Unwritable(`${key} is a list`);
      const values = single ? [value] : (value as readonly unknown[]);
      this.#waiting.set(
        key,
        values.map((one, index) => ({ value: one, at: single ? place : `${place}/${index}` })),
      );
    }
  }

  write(): Children {
    this.#slot(this.#object.slot);
    for (const [key, left] of this.#waiting)
      if (left.length > 0) this.#elements.find(left[0]?.at ?? this.#at, `${key} cannot stand here beside what else is given, or not so often`);
    return this.#written;
  }

  #slot(slot: Slot): void {
    switch (slot.kind) {
      case 'element':
        return this.#element(slot);
      case 'any':
        return this.#any(slot);
      case 'repeat':
        return this.#repeat(slot);
      case 'choice':
        return this.#choice(slot);
      default:
        if (!slot.optional || this.#has(slot)) slot.slots.forEach((inner) => this.#slot(inner));
    }
  }

  #element(slot: ElementSlot): void {
    const taken = this.#take(slot.key, slot.max);
    for (const { value, at } of taken) this.#written.push(this.#elements.element(slot.element, value, at));
    if (taken.length >= slot.min) return;
    if (taken.length === 0 && slot.min === 1 && isImplied(slot))
      this.#written.push({ name: slot.element.name, attributes: [], children: slot.element.fixed ? [slot.element.fixed] : [], from: null });
    else this.#missing(slot.key, slot.min, taken.length);
  }

  #any(slot: AnySlot): void {
    const taken = this.#take(slot.key, slot.max);
    for (const { value, at } of taken) this.#written.push(...[this.#elements.untyped(value, at)].filter((one) => one !== null));
    if (taken.length < slot.min) this.#missing(slot.key, slot.min, taken.length);
  }

  #repeat(slot: RepeatSlot): void {
    const taken = this.#take(slot.key, slot.max);
    for (const { value, at } of taken) {
      const inner = new GroupWriter(this.#elements, slot.object, recordOf(value), at);
      this.#written.push(...inner.write());
      for (const key of Object.keys(recordOf(value))) if (!slot.object.keys.has(key)) this.#elements.find(`${at}/${escaped(key)}`, 'is not known here');
    }
    if (taken.length < slot.min && !isNullable(slot.object.slot)) this.#missing(slot.key, slot.min, taken.length);
  }

  /** The first branch that has a place for every key given; else the first that has one for any. */
  #choice(slot: GroupSlot): void {
    const given = [...keysOf(slot)].filter((key) => this.#waits(key));
    if (given.length === 0) {
      if (!isNullable(slot)) this.#elements.find(this.#at, `one of ${[...keysOf(slot)].join(', ')} is missing`);
      return;
    }
    const fits = (inner: Slot) => given.every((key) => keysOf(inner).has(key));
    const branch = slot.slots.find(fits) ?? slot.slots.find((inner) => this.#has(inner));
    if (branch) this.#slot(branch);
  }

  #has(slot: Slot): boolean {
    return [...keysOf(slot)].some((key) => this.#waits(key));
  }

  #waits(key: string): boolean {
    return (this.#waiting.get(key)?.length ?? 0) > 0;
  }

  #take(key: string, most: number): readonly Waiting[] {
    return this.#waiting.get(key)?.splice(0, most) ?? [];
  }

  #missing(key: string, least: number, found: number): void {
    this.#elements.find(this.#at, least === 1 ? `${key} is missing` : `${key} is needed ${least} times, found ${found}`);
  }
}
