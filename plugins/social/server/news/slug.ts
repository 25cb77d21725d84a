/** A name for an address, of a title's Latin letters and digits and the beginning of the item's id, which keeps it apart from others. */
export function slugOf(title: string, id: string): string {
  const words = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '');
  return [words, id.slice(0, 8)].filter(Boolean).join('-');
}
