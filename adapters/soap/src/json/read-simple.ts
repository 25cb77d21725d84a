import { clark, fromClark, type QualifiedName } from '../xml/qualified-name.ts';
import type { SimpleType } from '../xsd/schema-model.ts';
import { kindOf } from './simple-kind.ts';
import { normaliseSpace } from './white-space.ts';

/** What the text around a value tells of it. */
export interface ReadingPlace {
  /** What a prefixed name stands for there; `null` for an undeclared prefix. */
  resolve(text: string): QualifiedName | null;
  /** The attachment that a reference leads to; `null` when there is none. */
  attachment(reference: string): { readonly contentType: string; readonly content: string } | null;
}

/** JSON for the text of a simple value. Text that is not of the type becomes what comes nearest; whether it is, libxml2 has judged. */
export function readSimple(type: SimpleType, text: string, place: ReadingPlace): unknown {
  const value = normaliseSpace(text, type.whiteSpace);
  if (type.attachment) return place.attachment(value) ?? value;
  if (type.variety === 'list') {
    const { item } = type;
    return item && value !== '' ? value.split(' ').map((one) => readSimple(item, one, place)) : [];
  }
  if (type.variety === 'union') return value;
  switch (kindOf(type)) {
    case 'integer':
    case 'number':
      return numberIn(value);
    case 'boolean':
      return value === 'true' || value === '1';
    case 'base64':
      return Buffer.from(value, 'base64').toString('base64');
    case 'hex':
      return Buffer.from(value, 'hex').toString('base64');
    case 'name': {
      const name = place.resolve(value) ?? fromClark(value);
      return name ? clark(name) : value;
    }
    default:
      return asSpelled(type, value);
  }
}

/** A number; the text itself where it is none, such as `INF`, or what a system sends against its own description. */
function numberIn(text: string): number | string {
  const number = Number(text);
  return Number.isNaN(number) || text === '' ? text.replace('+INF', 'INF') : number;
}

/** A value as the enumeration of its type spells it, where the two are the same number. */
function asSpelled({ builtin, facets: { enumeration } }: SimpleType, value: string): string {
  const numeric = builtin.name === 'decimal' || builtin.wholeNumber;
  if (!enumeration || !numeric || enumeration.includes(value)) return value;
  return enumeration.find((spelled) => plainNumber(spelled) === plainNumber(value)) ?? value;
}

function plainNumber(text: string): string {
  const [, sign = '', whole = '', fraction = ''] = /^([+-]?)0*([0-9]*)(?:\.([0-9]*?)0*)?$/.exec(text) ?? [];
  return `${sign === '-' ? '-' : ''}${whole === '' ? '0' : whole}.${fraction}`;
}
