import { frameLinks, pageEnd } from './frame-parts.ts';

/** Of the head: what is said of a page, to people, search engines and other sites. Icons, fonts and scripts are the document's. */
const said =
  'meta[name]:not([name=viewport]), meta[property]:not([property=csp-nonce]), link[rel=canonical], link[rel=alternate], script[type="application/ld+json"]';

/** Puts another page in the place of the shown one: head, main part, what stands at its end, and the frame's marks and ways back. */
export function swapPage(fresh: Document): void {
  document.title = fresh.title;
  document.querySelectorAll(`head > :is(${said})`).forEach((old) => old.remove());
  document.head.append(...[...fresh.querySelectorAll(`head > :is(${said})`)].map(alive));
  replace(document.getElementById('amanah-page')!, fresh.getElementById('amanah-page')!);
  followLinks(fresh);
  pageEnd(document).forEach((part) => part.remove());
  const main = document.querySelector('main')!;
  const end = pageEnd(fresh);
  main.after(...end.map(alive));
  replace(main, fresh.querySelector('main')!);
  document.querySelectorAll('details[name="am-header"][open]').forEach((menu) => menu.removeAttribute('open'));
}

const replace = (old: Element, fresh: Element) => old.replaceWith(alive(fresh));

/** The element in this document. A script that a parser without a window has seen never runs; a new one does, where its address was not run before. */
function alive(fresh: Element): Element {
  const element = document.importNode(fresh, true);
  for (const script of element.querySelectorAll('script[src]')) {
    const runs = document.createElement('script');
    for (const { name, value } of script.attributes) if (name !== 'nonce') runs.setAttribute(name, value);
    script.replaceWith(runs);
  }
  return element;
}

/** The frame stays as it is, with its open connections and its bell; what in it names the page follows. */
function followLinks(fresh: Document): void {
  const links = frameLinks(fresh);
  frameLinks(document).forEach((link, index) => {
    for (const name of ['href', 'value', 'aria-current']) {
      const value = links[index]?.getAttribute(name) ?? null;
      if (value === null) link.removeAttribute(name);
      else link.setAttribute(name, value);
    }
  });
}
