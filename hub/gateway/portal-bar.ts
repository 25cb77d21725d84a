import { readFileSync } from 'node:fs';
import type { Language } from '@amanah/errors';
import { capacityName } from '@amanah/plugin-api';
import type { Session } from '../identity/contract.ts';
import type { WebSystemDefinition } from '../systems/definition.ts';
import { messages } from '../http/messages.ts';

const t = messages(import.meta.url);

/** Files of the bar, by their name under `/.amanah/` on the system's own host. */
export const barFiles: Readonly<Record<string, { readonly type: string; readonly body: Buffer }>> = {
  'bar.js': { type: 'text/javascript; charset=utf-8', body: readFileSync(new URL('assets/bar.js', import.meta.url)) },
  'bar.css': { type: 'text/css; charset=utf-8', body: readFileSync(new URL('assets/bar.css', import.meta.url)) },
  'page.css': { type: 'text/css; charset=utf-8', body: readFileSync(new URL('assets/page.css', import.meta.url)) },
};

/**
 * The bar's element in pure ASCII, so that it stands unharmed in a page of any encoding, and well formed, so that it does in XHTML. Nothing of the
 * person is in it: pages may be kept by caches. Without scripts it is a plain link back.
 */
export function barHtml(language: Language, portal: URL, nonce: string): string {
  const back = `<a href="${portal.origin}/systems">${asciiOnly(t(language, 'bar.back'))}</a>`;
  return `<link rel="stylesheet" href="/.amanah/page.css"/><amanah-bar lang="${language}" dir="${directionOf(language)}">${back}</amanah-bar><script src="/.amanah/bar.js" async="async" nonce="${nonce}"></script>`;
}

/** What the bar shows: the system, the person and in which capacity, the ways back and out, the other language. */
export function barData(language: Language, portal: URL, system: WebSystemDefinition, session: Session | null): object {
  const other: Language = language === 'ar' ? 'en' : 'ar';
  const capacity = session?.actor.capacity;
  return {
    language,
    direction: directionOf(language),
    label: t(language, 'bar.label'),
    home: { href: `${portal.origin}/`, text: t(language, 'bar.home') },
    back: { href: `${portal.origin}/systems`, text: t(language, 'bar.back') },
    system: system.title[language],
    // The portal changes its own language too, and brings the visitor back to the page.
    other: { language: other, text: t(other, 'bar.language'), href: `${portal.origin}/language/${other}?rd=`, enter: `/auth/enter/${system.id}?rd=` },
    person: session ? session.actor.person.name[language] : null,
    capacity: {
      href: `${portal.origin}/auth/capacity?rd=${encodeURIComponent(`/auth/enter/${system.id}`)}`,
      label: t(language, 'bar.self'),
      text: (capacity && capacityName(capacity, language)) ?? '',
    },
    signOut: { text: t(language, 'bar.signOut'), href: `${portal.origin}/auth/sign-out` },
  };
}

function directionOf(language: Language): 'rtl' | 'ltr' {
  return language === 'ar' ? 'rtl' : 'ltr';
}

function asciiOnly(text: string): string {
  return [...text].map((letter) => (letter.codePointAt(0)! < 0x80 ? letter : `&#${letter.codePointAt(0)};`)).join('');
}
