import type { ReactNode } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { currentLanguage } from '../language.ts';

/** React Aria would take the browser's language; the portal's own is on the page. */
export function AriaFrame({ children, locale }: { readonly children: ReactNode; readonly locale?: string }) {
  return <I18nProvider locale={locale ?? (currentLanguage() === 'ar' ? 'ar-SA-u-nu-latn' : 'en-GB-u-nu-latn')}>{children}</I18nProvider>;
}
