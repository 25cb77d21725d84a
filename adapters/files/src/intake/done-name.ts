import { joinPath, splitPath } from '../folder/safe-path.ts';

/** Digits of the hash that keep files of one name apart, since many senders use the same name every night. */
const digits = 12;

/** Where a file goes when it is settled: its name with a part of its hash, so that settling twice leads to the same place. */
export function donePath(directory: string, path: string, hash: string): string {
  const { name } = splitPath(path);
  const dot = name.indexOf('.', 1);
  const mark = `.${hash.slice(0, digits)}`;
  return joinPath(directory, dot < 0 ? name + mark : name.slice(0, dot) + mark + name.slice(dot));
}

/** The name that a settled file had before; `null` for one that was not settled by us. */
export function nameBefore(path: string): string | null {
  const { name } = splitPath(path);
  const before = name.replace(/\.[0-9a-f]{12}(?=\.|$)/, '');
  return before === name ? null : before;
}
