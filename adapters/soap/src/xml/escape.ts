/** Text as content of an element; carriage returns are kept by their number. */
export function escapeText(text: string): string {
  return text.replace(/[&<>\r]/g, (sign) => contentSigns[sign] ?? sign);
}

/** Text as value of an attribute in double quotes; white space other than blanks is kept by its number. */
export function escapeAttribute(text: string): string {
  return text.replace(/[&<"\r\n\t]/g, (sign) => attributeSigns[sign] ?? sign);
}

const contentSigns: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };
const attributeSigns: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '"': '&quot;', '\r': '&#13;', '\n': '&#10;', '\t': '&#9;' };

/** The first character that XML 1.0 cannot carry, in any spelling; `null` when there is none. */
export function unwritable(text: string): string | null {
  const found = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u.exec(text)?.[0];
  return found === undefined ? null : `U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
