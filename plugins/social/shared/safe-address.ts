/** Schemes that a link may have: nothing that runs. */
const schemes: ReadonlySet<string> = new Set(['https:', 'http:', 'mailto:', 'tel:']);

/** A link as it is written into pages: an absolute address of an allowed scheme, or a path of the portal; `null` for anything else. */
export function safeAddress(typed: string): string | null {
  const address = typed.trim();
  // Whatever a browser would read as another site although it begins like a path.
  if (/^\/(?![/\\])/.test(address) && !/[\\\s\u0000-\u001f\u007f]/u.test(address)) return address;
  try {
    const url = new URL(address);
    if (!schemes.has(url.protocol)) return null;
    if (url.username || url.password) return null;
    return url.href;
  } catch {
    return null;
  }
}
