/** Digits of a line, so that lines sort as text. */
const lineDigits = 15;

/** The key under which a row is kept: the JSON of its key's values, or its line where its kind has no key. */
export function rowKey(values: unknown, line: number, key: readonly string[]): string {
  if (key.length === 0) return String(line).padStart(lineDigits, '0');
  const row = values as Readonly<Record<string, unknown>>;
  return keyOf(key.map((field) => row[field]));
}

export function keyOf(values: readonly unknown[]): string {
  return JSON.stringify(values);
}

/** PostgreSQL keeps no NUL and no half of a character. */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\ufffd');
}

/** Whether a row can be kept as it is. */
export function isStorable(json: string): boolean {
  return !/\\u0000|\\u[dD][89a-fA-F]/.test(json.replaceAll('\\\\', ''));
}
