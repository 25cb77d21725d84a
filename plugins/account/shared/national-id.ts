/** Whether ten digits are a well-formed national or resident number: first digit 1 or 2, and the check digit fits (Luhn). */
export function isNationalId(text: string): boolean {
  if (!/^[12]\d{9}$/.test(text)) return false;
  const sum = [...text].map(Number).reduce((total, digit, at) => total + (at % 2 === 1 ? digit : digit * 2 > 9 ? digit * 2 - 9 : digit * 2), 0);
  return sum % 10 === 0;
}
