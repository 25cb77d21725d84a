/**
 * The address to come back to after signing in, when it is one of ours; else the portal's home. Nothing else is followed, so that a
 * link to our sign-in page cannot end on a foreign page.
 */
export function safeReturn(asked: unknown, publicUrl: URL, entryOf: (target: URL) => string | null): string {
  if (typeof asked !== 'string' || asked === '') return '/';
  // Backslashes and control characters are read as slashes or dropped by browsers.
  if (/[\\\u0000-\u0020\u007f]/.test(asked)) return '/';
  let target: URL;
  try {
    target = new URL(asked, publicUrl);
  } catch {
    return '/';
  }
  if (target.username || target.password || !/^https?:$/.test(target.protocol)) return '/';
  if (target.origin === publicUrl.origin) return `${target.pathname.replace(/^\/{2,}/, '/')}${target.search}${target.hash}`;
  return entryOf(target) ?? '/';
}
