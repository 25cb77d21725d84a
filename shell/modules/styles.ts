import { ownerOf, type Mounted } from '../page-data.ts';

/** Longest wait for styles: a page without them is better than none. */
const limitMs = 2_000;

/**
 * Puts the styles of a micro-frontend in force and waits until they are, or have failed. Returns what takes them away: a sheet stays while another
 * micro-frontend uses it (`data-users`) or the page itself has it (no `data-mounted`).
 */
export async function addStyles(mounted: Mounted): Promise<() => void> {
  const { css, styles = [] } = mounted;
  const added: HTMLLinkElement[] = [];
  const links = css.map((href) => {
    const link =
      document.querySelector<HTMLLinkElement>(`link[rel="stylesheet"][href="${CSS.escape(href)}"]`) ??
      Object.assign(document.createElement('link'), { rel: 'stylesheet', href });
    if (!link.isConnected) added.push(link);
    use(link, 1);
    return link;
  });
  const [sheets] = await Promise.all([Promise.all(styles.map((style) => scopedSheet(ownerOf(mounted), style))), ...added.map(inForce)]);
  const adopted = sheets.filter((sheet) => sheet !== null);
  document.adoptedStyleSheets.push(...adopted);
  return () => {
    for (const link of links) if (use(link, -1) === 0 && 'mounted' in link.dataset) link.remove();
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => !adopted.includes(sheet));
  };
}

function use({ dataset }: HTMLLinkElement, more: number): number {
  const users = Number(dataset['users'] ?? 0) + more;
  dataset['users'] = String(users);
  return users;
}

function inForce(link: HTMLLinkElement): Promise<void> {
  return new Promise((resolve) => {
    link.dataset['mounted'] = '';
    link.onload = link.onerror = () => resolve();
    setTimeout(resolve, limitMs);
    document.head.append(link);
  });
}

/**
 * A third party's style sheet as it was reviewed, kept inside its own part of the page. It is parsed before it is wrapped, so that a brace too
 * many ends nothing but its own rule; fonts and registered properties would hold for the whole page and are left out.
 */
async function scopedSheet(id: string, { href, integrity }: { readonly href: string; readonly integrity: string }): Promise<CSSStyleSheet | null> {
  try {
    const answer = await fetch(href, { integrity, credentials: 'omit', signal: AbortSignal.timeout(limitMs) });
    if (!answer.ok) return null;
    const parsed = new CSSStyleSheet();
    parsed.replaceSync(await answer.text());
    const rules = [...parsed.cssRules].filter((rule) => !(rule instanceof CSSFontFaceRule || rule instanceof CSSPropertyRule)).map((rule) => rule.cssText);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`@layer mfe{@scope ([data-mfe="${CSS.escape(id)}"]){${rules.join('\n')}}}`);
    return sheet;
  } catch {
    return null;
  }
}
