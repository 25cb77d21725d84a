const accountForm = /^(?:acct:)?@?([^@\s/]+)@([^@\s/]+)$/u;

/**
 * Name of a server as blocks compare it: lower case, ASCII (punycode), without port and last dot. Takes a name or an address.
 * @returns `null`: no name of a server; a name without a dot stands for more than one server
 */
export function serverName(text: string): string | null {
  const typed = text.trim();
  const url = URL.parse(/^https?:\/\//i.test(typed) ? typed : `http://${typed}`);
  // What was typed as a name alone holds nothing else: `a@b` is an account.
  if (!url || url.username !== '' || url.password !== '') return null;
  const name = url.hostname.replace(/\.+$/, '');
  return name.includes('.') || name.startsWith('[') ? name : null;
}

/**
 * An account as blocks compare it: `@name@server` in lower case where its address says so (`@name@server`, `acct:name@server`, `https://server/@name`), else the
 * address itself.
 * @returns `null`: no address of an account
 */
export function accountName(text: string): string | null {
  const typed = text.trim();
  const handle = accountForm.exec(typed);
  if (handle) return named(handle[1]!, handle[2]!);
  const url = /^https?:\/\//i.test(typed) ? URL.parse(typed) : null;
  if (!url || url.pathname === '/' || serverName(url.href) === null) return null;
  const page = /^\/@([^@/]+)\/?$/.exec(url.pathname);
  if (page) return named(decoded(page[1]!), url.host);
  url.hash = '';
  return url.href;
}

function named(name: string, server: string): string | null {
  const host = serverName(server);
  return host && `@${name.toLowerCase()}@${host}`;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
