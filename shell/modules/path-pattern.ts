/**
 * The values of a path pattern's places (`/services/:code` on `/services/SRV-001` → `{ code: 'SRV-001' }`), or `null` when the path is another.
 * A place never spans a slash; `*` as the last part takes the rest; a broken percent escape matches nothing.
 */
export function matchPath(pattern: string, path: string): Record<string, string> | null {
  const wanted = partsOf(pattern);
  const given = partsOf(path);
  if (wanted.at(-1) === '*' ? given.length < wanted.length - 1 : wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    if (part === '*') break;
    const value = given[index] ?? '';
    if (!part.startsWith(':')) {
      if (part !== value) return null;
      continue;
    }
    try {
      params[part.slice(1)] = decodeURIComponent(value);
    } catch {
      return null;
    }
  }
  return params;
}

/** The page of a path when several patterns match (`/x/new` before `/x/:id`): the one with the most fixed parts, as the hub chooses it too. */
export function mostExact<Page extends { readonly at: string }>(pages: readonly Page[], path: string): Page | undefined {
  const matching = pages.filter(({ at }) => matchPath(at, path));
  return matching.reduce<Page | undefined>((best, page) => (best && weightOf(best.at) >= weightOf(page.at) ? best : page), undefined);
}

const weightOf = (pattern: string) => partsOf(pattern).reduce((sum, part) => sum + (part === '*' ? 0 : part.startsWith(':') ? 1 : 3), 0);

const partsOf = (path: string) => path.split('/').filter(Boolean);
