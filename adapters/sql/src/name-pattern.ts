/** Whether a name is what a pattern says, in which `*` stands for any text. Capitals count. */
export function matches(pattern: string, name: string): boolean {
  const parts = pattern.split('*');
  const [first = '', ...rest] = parts;
  const last = rest.pop();
  if (last === undefined) return name === first;
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false;
  let at = first.length;
  const end = name.length - last.length;
  return rest.every((part) => {
    const found = name.slice(0, end).indexOf(part, at);
    at = found + part.length;
    return found >= 0;
  });
}
