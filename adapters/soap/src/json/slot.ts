import type { ElementDeclaration, Occurs, Wildcard } from '../xsd/schema-model.ts';
import { takes } from '../xsd/schema-model.ts';
import { sameName, type QualifiedName } from '../xml/qualified-name.ts';

/** Elements of one name, under one key. */
export interface ElementSlot extends Occurs {
  readonly kind: 'element';
  readonly key: string;
  readonly element: ElementDeclaration;
}

/** Elements that a wildcard lets in, under `$any`. */
export interface AnySlot extends Occurs {
  readonly kind: 'any';
  readonly key: string;
  readonly wildcard: Wildcard;
}

/** A group that occurs once, or not at all when it is optional; its elements are keys of the object around it. */
export interface GroupSlot {
  readonly kind: 'sequence' | 'choice' | 'all';
  readonly optional: boolean;
  readonly slots: readonly Slot[];
}

/** A group that may occur several times: a list of objects under `$items`, so that the order of elements is kept. */
export interface RepeatSlot extends Occurs {
  readonly kind: 'repeat';
  readonly key: string;
  readonly object: ObjectSlot;
}

export type Slot = ElementSlot | AnySlot | GroupSlot | RepeatSlot;

/** What the keys of one JSON object are made of. */
export interface ObjectSlot {
  readonly slot: GroupSlot;
  readonly keys: ReadonlyMap<string, KeyOccurs>;
}

/** How often the elements of a key can occur in its object; a key that can occur more than once is a list. */
export interface KeyOccurs {
  readonly least: number;
  readonly most: number;
}

/** Keys that a slot has a part in. */
export function keysOf(slot: Slot): ReadonlySet<string> {
  return 'key' in slot ? new Set([slot.key]) : new Set(slot.slots.flatMap((inner) => [...keysOf(inner)]));
}

/** Whether a slot is satisfied by nothing at all. */
export function isNullable(slot: Slot): boolean {
  switch (slot.kind) {
    case 'element':
    case 'any':
      return slot.min === 0;
    case 'repeat':
      return slot.min === 0 || isNullable(slot.object.slot);
    case 'choice':
      return slot.optional || slot.slots.some(isNullable);
    default:
      return slot.optional || slot.slots.every(isNullable);
  }
}

/** Whether an element can be the first of a slot. */
export function canBegin(slot: Slot, name: QualifiedName): boolean {
  switch (slot.kind) {
    case 'element':
      return sameName(slot.element.name, name);
    case 'any':
      return takes(slot.wildcard, name.namespace);
    case 'repeat':
      return canBegin(slot.object.slot, name);
    case 'sequence':
      for (const inner of slot.slots) {
        if (canBegin(inner, name)) return true;
        if (!isNullable(inner)) return false;
      }
      return false;
    default:
      return slot.slots.some((inner) => canBegin(inner, name));
  }
}
