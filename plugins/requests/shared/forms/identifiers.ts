/** A national (1…) or resident (2…) identity number with its check digit. */
export function isNationalId(text: string): boolean {
  if (!/^[12]\d{9}$/.test(text)) return false;
  let sum = 0;
  for (let at = 0; at < 10; at++) {
    const digit = Number(text[at]);
    const doubled = digit * 2;
    sum += at % 2 === 1 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** A Saudi IBAN with its check digits (ISO 7064 mod 97-10). */
export function isSaudiIban(text: string): boolean {
  if (!/^SA\d{4}[0-9A-Z]{18}$/.test(text)) return false;
  let rest = 0;
  for (const sign of text.slice(4) + text.slice(0, 4)) {
    const value = Number.parseInt(sign, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

/** A Saudi mobile number in its stored form; what cannot be one stays as it was typed. */
export function mobileOf(text: string): string {
  const [, national] = /^(?:\+966|00966|966|0)?(5\d{8})$/.exec(text) ?? [];
  return national ? `+966${national}` : text;
}
