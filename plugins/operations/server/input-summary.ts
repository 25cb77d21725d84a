const maxText = 60;
const maxLength = 400;
const maxDepth = 3;
/** Names whose value is never shown, whatever it holds. */
const hidden = /secret|passw|token|otp|code|pin|key|authori[sz]ation|cookie|national/i;

/** One line about what a failed job was given: names and shapes, with secrets, long numbers and long texts covered. */
export function inputSummary(input: unknown): string {
  return shown(input, 0).slice(0, maxLength);
}

function shown(value: unknown, depth: number): string {
  if (Array.isArray(value))
    return depth >= maxDepth
      ? '[…]'
      : `[${value
          .slice(0, 3)
          .map((one) => shown(one, depth + 1))
          .join(', ')}${value.length > 3 ? ', …' : ''}]`;
  if (typeof value === 'object' && value !== null) {
    if (depth >= maxDepth) return '{…}';
    return `{ ${Object.entries(value)
      .map(([name, inner]) => `${covered(name)}: ${hidden.test(name) ? '•••' : shown(inner, depth + 1)}`)
      .join(', ')} }`;
  }
  return typeof value === 'string' ? covered(value) : covered(String(value));
}

/** Long runs of digits keep their last two only; long texts are cut. */
function covered(text: string): string {
  const masked = text.replace(/\d{6,}/g, (digits) => `•••${digits.slice(-2)}`).replace(/[A-Za-z0-9+/_-]{32,}={0,2}/g, '•••');
  return masked.length > maxText ? `${masked.slice(0, maxText)}…` : masked;
}
