/** Arabic-Indic and Persian digits as ASCII ones, without the blanks that people and mail programs put between them. */
export function asciiDigits(text: string): string {
  return text.replace(/\s/g, '').replace(/[٠-٩۰-۹]/g, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf));
}
