/** Marks of writing direction, which come along when a number is copied from an Arabic line. */
const BIDI_MARKS = /[\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c]/g;

/** Arabic-Indic and Persian digits and the Arabic decimal mark become Latin; the thousands mark goes. */
export function latin(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
    .replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0))
    .replaceAll('\u066b', '.')
    .replaceAll('\u066c', '');
}

/** A number as it is stored: Latin digits and letters without spaces, dashes, dots and direction marks (identifiers.md). */
export function compact(text: string): string {
  return latin(text.replace(BIDI_MARKS, '')).replace(/[\s.-]/g, '');
}
