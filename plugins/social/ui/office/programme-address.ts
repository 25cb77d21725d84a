const page = /^\/watch\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** The programme whose page an address of this portal leads to, and the second in it; `null`: none. */
export function programmeOf(address: string): { id: string; at: number | null } | null {
  if (!URL.canParse(address.trim(), location.href)) return null;
  const { origin, pathname, searchParams } = new URL(address.trim(), location.href);
  const id = origin === location.origin ? page.exec(pathname)?.[1] : undefined;
  const at = Number(searchParams.get('t'));
  return id ? { id, at: Number.isInteger(at) && at > 0 ? at : null } : null;
}
