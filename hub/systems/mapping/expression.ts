import jsonata from 'jsonata';

/** Longest evaluation, deepest recursion and longest list of an expression; an endless one must not hold its process. */
const limits = { timeout: 500, stack: 200, sequence: 100_000 } as const;

const maxKept = 200;
const kept = new Map<string, jsonata.Expression>();

/** Reads an expression. @throws Error saying where it is wrong */
export function readExpression(source: string): jsonata.Expression {
  const known = kept.get(source);
  if (known) return known;
  const expression = jsonata(source, limits);
  if (kept.size >= maxKept) kept.clear();
  kept.set(source, expression);
  return expression;
}

/** What an expression makes of a value, as plain JSON. @throws Error also when it takes too long or goes too deep */
export async function evaluate(source: string, value: unknown): Promise<unknown> {
  const result: unknown = await readExpression(source).evaluate(value);
  if (result === undefined) return null;
  // Sequences and functions of the language are no JSON.
  const text = JSON.stringify(result);
  if (text === undefined) throw new Error('the expression gives a function');
  return JSON.parse(text) as unknown;
}
