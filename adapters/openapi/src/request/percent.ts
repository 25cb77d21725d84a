/** Percent-encodes everything but unreserved characters (RFC 3986, 2.3). The text must be well formed. */
export function encodeStrictly(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Reserved characters and percent-encoded triples pass (RFC 6570, 3.2.3), but for those that would end or divide a query or are not allowed there. */
export function encodeReserved(text: string): string {
  return text
    .split(/(%[0-9A-Fa-f]{2}|[:/?@!$'()*,;=])/u)
    .map((part, index) => (index % 2 === 1 ? part : encodeStrictly(part)))
    .join('');
}
