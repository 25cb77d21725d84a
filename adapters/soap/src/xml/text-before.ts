/** What stands before the first of a sign; the whole text where there is none. */
export function textBefore(text: string, sign: string): string {
  const at = text.indexOf(sign);
  return at < 0 ? text : text.slice(0, at);
}
