/** The same things with those of `ids` put before or after another one, in the order in which they stood. */
export function movedBeside(all: readonly string[], ids: ReadonlySet<string>, beside: string, where: 'before' | 'after'): string[] {
  const rest = all.filter((id) => !ids.has(id) || id === beside);
  const at = rest.indexOf(beside) + (where === 'after' ? 1 : 0);
  const moving = all.filter((id) => ids.has(id) && id !== beside);
  return [...rest.slice(0, at), ...moving, ...rest.slice(at)];
}

/** The same things with one of them a place nearer to the beginning (-1) or to the end (1). */
export function movedBy(all: readonly string[], id: string, step: -1 | 1): string[] {
  const from = all.indexOf(id);
  const to = from + step;
  if (from < 0 || to < 0 || to >= all.length) return [...all];
  const order = [...all];
  [order[from], order[to]] = [order[to]!, order[from]!];
  return order;
}
