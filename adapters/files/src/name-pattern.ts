import { splitPath } from './folder/safe-path.ts';

/** Whether a name matches a pattern with `*` and `?`. */
export function matchesName(pattern: string, name: string): boolean {
  // Step by step with one place to come back to: no pattern makes it slow.
  let [at, inPattern, star, after] = [0, 0, -1, 0];
  while (at < name.length) {
    if (pattern[inPattern] === '*') {
      star = inPattern++;
      after = at;
    } else if (inPattern < pattern.length && (pattern[inPattern] === '?' || pattern[inPattern] === name[at])) {
      inPattern += 1;
      at += 1;
    } else if (star >= 0) {
      inPattern = star + 1;
      at = ++after;
    } else return false;
  }
  while (pattern[inPattern] === '*') inPattern += 1;
  return inPattern === pattern.length;
}

/** Whether a path is of a pattern's folder and its name, packed or not, matches. */
export function matchesPath(pattern: string, path: string): boolean {
  const [wanted, given] = [splitPath(pattern), splitPath(path)];
  return (
    wanted.directory === given.directory &&
    !given.name.startsWith('.') &&
    (matchesName(wanted.name, given.name) || matchesName(wanted.name, given.name.replace(/\.(?:gz|zip)$/i, '')))
  );
}
