import { isBuiltElement, type BuiltElement } from './built-element.ts';
import { prefixesOf } from './write-built.ts';

/** JSON pointer of what stands at a path that libxml2 names in a written element; that of the nearest element around it when it was made by the adapter. */
export function locate(root: BuiltElement, path: string): string {
  const prefixes = prefixesOf(root);
  const spell = ({ name }: BuiltElement) => (name.namespace === '' ? name.local : `${prefixes.get(name.namespace)}:${name.local}`);
  let at = root;
  let pointer = root.from ?? '';
  for (const step of path.split('/').slice(2)) {
    const [, name = '', index = '1'] = /^([^[]+)(?:\[(\d+)\])?$/.exec(step) ?? [];
    const next = at.children.filter(isBuiltElement).filter((child) => spell(child) === name)[Number(index) - 1];
    if (!next) break;
    at = next;
    pointer = next.from ?? pointer;
  }
  return pointer;
}
