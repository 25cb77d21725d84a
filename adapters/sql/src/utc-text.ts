/** A moment (RFC 3339) as `YYYY-MM-DDTHH:MM:SS.ffffff` in UTC, for columns without a zone; anything else as it is. */
export function inUtc(text: string): string {
  const [, day, minute, rest, zone] = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2})(:\d{2}(?:\.\d+)?)?([Zz]|[+-]\d{2}:?\d{2})$/.exec(text) ?? [];
  if (day === undefined || minute === undefined || zone === undefined) return text;
  if (/^z$/i.test(zone)) return `${day}T${minute}${rest ?? ':00'}`;
  const [sign, hours, minutes] = [zone.startsWith('-') ? 1 : -1, Number(zone.slice(1, 3)), Number(zone.slice(-2))];
  const moved = new Date(Date.parse(`${day}T${minute}Z`) + sign * (hours * 60 + minutes) * 60_000);
  return `${moved.toISOString().slice(0, 16)}${rest ?? ':00'}`;
}
