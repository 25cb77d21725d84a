import { readFileSync } from 'node:fs';
import type { Language } from '@amanah/errors';
import { capacityName } from '../identity/capacities.ts';
import type { Session } from '../identity/contract.ts';
import type { SystemDefinition } from '../systems/definition.ts';
import { messages } from '../http/messages.ts';

const t = messages(import.meta.url);

/** Files of the bar, by their path under `/.amanah/` on the system's own host. */
export const barFiles: Readonly<Record<string, { readonly type: string; readonly body: Buffer }>> = {
  'bar.js': { type: 'text/javascript; charset=utf-8', body: readFileSync(new URL('assets/bar.js', import.meta.url)) },
  'bar.css': { type: 'text/css; charset=utf-8', body: readFileSync(new URL('assets/bar.css', import.meta.url)) },
};

/** The bar's element in pure ASCII, so that it stands unharmed in a page of any encoding; without scripts it is a plain link back. */
export function barHtml(language: Language, portal: URL, nonce: string): string {
  const direction = language === 'ar' ? 'rtl' : 'ltr';
  return `<amanah-bar lang="${language}" dir="${direction}"><a href="${portal.origin}/systems">${asciiOnly(t(language, 'bar.back'))}</a></amanah-bar><script src="/.amanah/bar.js" async="async" nonce="${nonce}"></script>`;
}

/** What the bar shows: the system, the capacity, the ways back and out. */
export function barData(language: Language, portal: URL, system: SystemDefinition, session: Session | null): object {
  return {
    label: t(language, 'bar.label'),
    back: t(language, 'bar.back'),
    portal: `${portal.origin}/systems`,
    system: system.title[language],
    capacity: session ? capacityName(session.actor.capacity, session.actor.person.name[language], language) : '',
    signOut: { text: t(language, 'bar.signOut'), href: `${portal.origin}/auth/sign-out` },
  };
}

function asciiOnly(text: string): string {
  return [...text].map((letter) => (letter.codePointAt(0)! < 0x80 ? letter : `&#${letter.codePointAt(0)};`)).join('');
}
