/** Control characters, and marks that turn the direction of what follows them: nothing that people write on purpose, and some of it is no XML. */
const unwanted = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]/gu;

/** A text as it is kept: well-formed, without control characters and marks of direction, composed (NFC). */
export function cleanText(typed: string): string {
  return typed.toWellFormed().replace(unwanted, '').normalize('NFC');
}

/** The same on one line. */
export function cleanLine(typed: string): string {
  return cleanText(typed.replace(/\s+/gu, ' ')).trim();
}
