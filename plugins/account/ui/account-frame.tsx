import { useEffect, useRef, type ReactNode } from 'react';
import { t } from './messages.ts';

const PAGES = [
  ['/account', 'profileTitle'],
  ['/account/security', 'securityTitle'],
  ['/account/notifications', 'notificationsTitle'],
  ['/account/sessions', 'sessionsTitle'],
  ['/account/delegations', 'delegationsTitle'],
  ['/account/consents', 'consentsTitle'],
  ['/account/data', 'dataTitle'],
] as const;

/** The account's pages side by side, and the content of the present one. */
export function AccountFrame({ children }: { readonly children: ReactNode }) {
  const pages = useRef<HTMLElement>(null);
  useEffect(() => {
    // On a narrow screen the present page's tab may lie outside the strip.
    pages.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center', behavior: 'instant' });
  }, []);
  return (
    <div className="ac-frame">
      <nav ref={pages} className="ac-pages" aria-label={t('pages')}>
        {PAGES.map(([to, title]) => (
          <a key={to} href={to} {...(location.pathname === to ? { 'aria-current': 'page' as const } : {})}>
            {t(title)}
          </a>
        ))}
      </nav>
      {children}
    </div>
  );
}
