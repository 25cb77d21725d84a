import type { ModdleElement } from 'bpmn-moddle';
import type { Words } from '../definition.ts';

/** An element that stands under a property, or none. */
export const childOf = (element: ModdleElement, name: string): ModdleElement | undefined => element.get(name) as ModdleElement | undefined;
export const childrenOf = (element: ModdleElement, name: string): readonly ModdleElement[] => (element.get(name) as ModdleElement[] | undefined) ?? [];

/** A text property; an empty one counts as none. */
export function textOf(element: ModdleElement, name: string): string | undefined {
  const value = element.get(name);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** One of our own attributes. */
export const ours = (element: ModdleElement, name: string): string | undefined => textOf(element, `amanah:${name}`);

/** The name in both languages; where one is missing, the other stands in, and at last the id. */
export function wordsOf(element: ModdleElement): Words {
  const named = textOf(element, 'name');
  const english = ours(element, 'nameEn');
  return { ar: named ?? english ?? element.id, en: english ?? named ?? element.id };
}
