/** What the sign-in page asks to be sent along: where to, and its hidden fields such as a CSRF token. */
export interface SignInPageForm {
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
}

/** Finds the form that holds the field of the user name. Old pages are no well-formed HTML: only tags and attributes count. */
export function readSignInForm(page: string, usernameField: string): SignInPageForm | null {
  let form: { action: string; hidden: Record<string, string>; found: boolean } | null = null;
  for (const [, end, name = '', text = ''] of page.replace(/<!--[\s\S]*?-->/g, '').matchAll(/<(\/?)(form|input)\b((?:[^>"']|"[^"]*"|'[^']*')*)>/gi)) {
    const attributes = readAttributes(text);
    if (name.toLowerCase() === 'form') {
      if (form?.found) return form;
      form = end ? null : { action: attributes.action ?? '', hidden: {}, found: false };
    } else if (form) {
      if (attributes.name === usernameField) form.found = true;
      if (attributes.type?.toLowerCase() === 'hidden' && attributes.name) form.hidden[attributes.name] = attributes.value ?? '';
    }
  }
  return form?.found ? form : null;
}

function readAttributes(text: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [, name = '', quoted, single, bare] of text.matchAll(/([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/g))
    attributes[name.toLowerCase()] = decodeReferences(quoted ?? single ?? bare ?? '');
  return attributes;
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decodeReferences(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([\da-f]+)|(amp|lt|gt|quot|apos));/gi, (whole, decimal?: string, hex?: string, name?: string) =>
    name ? (named[name.toLowerCase()] ?? whole) : String.fromCodePoint(Math.min(0x10ffff, parseInt(decimal ?? hex ?? '0', decimal ? 10 : 16))),
  );
}
