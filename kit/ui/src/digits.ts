/** Turns Arabic-Indic and Persian digits, and the Arabic decimal and thousands marks, into their Latin forms. */
export function latinDigits(input: string): string {
  return input
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
    .replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0))
    .replaceAll('\u066b', '.')
    .replaceAll('\u066c', ',');
}

/** Only the digits of what was typed or pasted, in Latin form: identifiers come with spaces, dashes and bidi marks. */
export function onlyDigits(input: string): string {
  return latinDigits(input).replace(/\D/g, '');
}
