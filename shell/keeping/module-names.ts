interface ImportMap {
  readonly imports: Readonly<Record<string, string>>;
  readonly integrity: Readonly<Record<string, string>>;
}

/** The import map of a page's head; one that stands anywhere else is not the hub's. */
export function namesOf({ head }: Document): ImportMap {
  const { imports = {}, integrity = {} } = JSON.parse(head.querySelector('script[type=importmap]')?.textContent ?? '{}') as Partial<ImportMap>;
  return { imports, integrity };
}

let known: ImportMap | undefined;

/**
 * Makes the modules of another page known to the document, with their hashes, by one more import map. The nonce is the document's own: of the fetched page only names,
 * addresses and hashes are taken, never code. False where a name has another address here (another build), or the browser takes one import map only.
 */
export function addNames({ imports, integrity }: ImportMap): boolean {
  known ??= namesOf(document);
  const { imports: names, integrity: hashes } = known;
  const differs = (fresh: Readonly<Record<string, string>>, old: Readonly<Record<string, string>>) =>
    Object.entries(fresh).some(([key, value]) => (old[key] ?? value) !== value);
  if (differs(imports, names) || differs(integrity, hashes)) return false;
  const further = (fresh: Readonly<Record<string, string>>, old: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(fresh).filter(([key]) => !(key in old)));
  const added: ImportMap = { imports: further(imports, names), integrity: further(integrity, hashes) };
  if (Object.keys(added.imports).length + Object.keys(added.integrity).length === 0) return true;
  const map = Object.assign(document.createElement('script'), { type: 'importmap', textContent: JSON.stringify(added) });
  map.nonce = document.querySelector<HTMLScriptElement>('script[type=importmap]')?.nonce ?? '';
  document.head.append(map);
  if (!Object.keys(added.imports).every(isKnown)) return false;
  known = { imports: { ...names, ...added.imports }, integrity: { ...hashes, ...added.integrity } };
  return true;
}

function isKnown(name: string): boolean {
  try {
    return import.meta.resolve(name) !== '';
  } catch {
    return false;
  }
}

/** Fetches a page's modules side by side, before the first of them asks for the next. */
export function preload(addresses: readonly string[]): void {
  for (const href of addresses) {
    if (document.querySelector(`link[rel=modulepreload][href="${CSS.escape(href)}"]`)) continue;
    document.head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', href, integrity: known?.integrity[href] ?? '' }));
  }
}
