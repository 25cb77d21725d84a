/** Longest wait for styles: a page without them is better than none. */
const limitMs = 2_000;

const sheetsOf = ({ head }: Document) => [...head.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]')];
const hrefOf = (link: HTMLLinkElement) => link.getAttribute('href') ?? '';

/** Puts the style sheets of another page in force beside those of the shown one, and waits until they are or have failed. */
export async function addSheets(fresh: Document): Promise<void> {
  const old = new Map(sheetsOf(document).map((link) => [hrefOf(link), link]));
  await Promise.all(
    sheetsOf(fresh).map((link) => {
      const found = old.get(hrefOf(link));
      // An extension has brought it: now it is the page's too, and stays when the extension goes.
      if (found) return void delete found.dataset['mounted'];
      return new Promise<void>((resolve) => {
        const added = document.importNode(link);
        added.onload = added.onerror = () => resolve();
        setTimeout(resolve, limitMs);
        document.head.append(added);
      });
    }),
  );
}

/** Takes away what only the page before needed; a sheet that something mounted uses goes with it (`shell/modules/styles.ts`). */
export function removeSheets(fresh: Document): void {
  const kept = new Set(sheetsOf(fresh).map(hrefOf));
  for (const link of sheetsOf(document)) {
    if (kept.has(hrefOf(link))) continue;
    if (Number(link.dataset['users'] ?? 0) > 0) link.dataset['mounted'] = '';
    else link.remove();
  }
}
