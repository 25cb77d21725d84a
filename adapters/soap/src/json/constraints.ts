import type { SchemaObject } from './simple-schema.ts';
import { isNullable, keysOf, type ElementSlot, type GroupSlot, type Slot } from './slot.ts';

/** `output` also names what reading always gives: lists without members, defaults, fixed values. `loose` is for answers that are read as far as they can be. */
export type Direction = 'input' | 'output' | 'loose';

/** What has to hold for the keys of an object. */
export interface Constraint {
  readonly required: readonly string[];
  readonly rules: readonly SchemaObject[];
}

const free: Constraint = { required: [], rules: [] };

/** Whether the writer puts the element there by itself. */
export function isImplied({ element }: ElementSlot): boolean {
  return element.fixed !== null;
}

/** Which keys must, may and may not stand together, as the group says it. */
export function constraintOf(slot: Slot, direction: Direction): Constraint {
  if (direction === 'loose') return free;
  switch (slot.kind) {
    case 'element': {
      const always = direction === 'output' && slot.max > 1;
      return always || (slot.min > 0 && !(direction === 'input' && isImplied(slot))) ? { required: [slot.key], rules: [] } : free;
    }
    case 'any':
      return slot.min > 0 ? { required: [slot.key], rules: [] } : free;
    case 'repeat':
      return direction === 'output' || !isNullable(slot) ? { required: [slot.key], rules: [] } : free;
    case 'choice':
      return choiceOf(slot, direction);
    default:
      return sequenceOf(slot, direction);
  }
}

function sequenceOf(slot: GroupSlot, direction: Direction): Constraint {
  const inner = slot.slots.map((one) => constraintOf(one, direction));
  const required = [...new Set(inner.flatMap((one) => one.required))];
  const rules = inner.flatMap((one) => one.rules);
  if (!slot.optional) return { required, rules };
  const keys = [...keysOf(slot)];
  if (required.length === 0 && rules.length === 0) return free;
  if (rules.length > 0) return { required: [], rules: [{ anyOf: [absent(keys), together({ required, rules })] }] };
  const dependent = Object.fromEntries(keys.map((key) => [key, required.filter((one) => one !== key)]).filter(([, others]) => others?.length));
  return Object.keys(dependent).length === 0 ? free : { required: [], rules: [{ dependentRequired: dependent }] };
}

function choiceOf(slot: GroupSlot, direction: Direction): Constraint {
  const branches = slot.slots.map((one) => ({ keys: [...keysOf(one)], constraint: constraintOf(one, direction) }));
  const all = [...new Set(branches.flatMap(({ keys }) => keys))];
  const none = slot.optional || slot.slots.some(isNullable) ? [absent(all)] : [];
  const single = branches.every(({ keys, constraint }) => keys.length === 1 && constraint.rules.length === 0) && all.length === branches.length;
  if (single) return { required: [], rules: [{ oneOf: [...all.map((key) => ({ required: [key] })), ...none] }] };
  const ways = branches.map(({ keys, constraint }) => ({ ...together(constraint), ...absent(all.filter((key) => !keys.includes(key))) }));
  return { required: [], rules: [{ anyOf: [...ways, ...none] }] };
}

function together({ required, rules }: Constraint): SchemaObject {
  return { ...(required.length > 0 ? { required } : {}), ...(rules.length > 0 ? { allOf: rules } : {}) };
}

function absent(keys: readonly string[]): SchemaObject {
  return keys.length === 0 ? {} : { properties: Object.fromEntries(keys.map((key) => [key, false])) };
}
