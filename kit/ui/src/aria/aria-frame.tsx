import type { ReactNode } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { currentLanguage } from '../language.ts';

// React Aria writes one style element into the head. The portal's content security policy asks for the page's nonce,
// which React Aria looks for under this name.
const nonce = globalThis.document?.querySelector<HTMLScriptElement>('script[nonce]')?.nonce;
if (nonce) Object.assign(globalThis, { __webpack_nonce__: nonce });

/** React Aria would take the browser's language; the portal's own is on the page. */
export function AriaFrame({ children, locale }: { readonly children: ReactNode; readonly locale?: string }) {
  return <I18nProvider locale={locale ?? (currentLanguage() === 'ar' ? 'ar-SA-u-nu-latn' : 'en-GB-u-nu-latn')}>{children}</I18nProvider>;
}
