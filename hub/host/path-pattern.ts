/** A portal path with `:name` parts, ready to match. */
export interface PathPattern {
  readonly at: string;
  /** Path parameters, or `null` when the path is another one. */
  match(path: string): Readonly<Record<string, string>> | null;
  /** Fixed parts count more than named ones: the higher wins. */
  readonly weight: number;
}

/** `/services/:code` matches `/services/XYZ` with `{ code: 'XYZ' }`; a trailing slash does not matter; `*` as last part takes the rest, under that name: never a part that leads elsewhere in a folder. */
export function pathPattern(at: string): PathPattern {
  const parts = split(at);
  const open = parts.at(-1) === '*';
  return {
    at,
    weight: parts.reduce((sum, part) => sum + (part === '*' ? 0 : part.startsWith(':') ? 1 : 3), 0),
    match(path) {
      const given = split(path);
      if (open ? given.length < parts.length - 1 : given.length !== parts.length) return null;
      const params: Record<string, string> = {};
      for (const [index, part] of parts.entries()) {
        if (part === '*') {
          const rest = given.slice(index).map(decoded);
          if (!rest.every((one) => one !== null && !/^\.\.?$|[/\\\0]/.test(one))) return null;
          params['*'] = rest.join('/');
          break;
        }
        const value = decoded(given[index]!);
        if (value === null) return null;
        if (part.startsWith(':')) params[part.slice(1)] = value;
        else if (part !== value) return null;
      }
      return params;
    },
  };
}

function split(path: string): string[] {
  return path.split('/').filter(Boolean);
}

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
