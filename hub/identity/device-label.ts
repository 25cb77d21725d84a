import bowser from 'bowser';

/** A short name of the browser and system for the list of sessions, such as `Chrome · Android`. */
export function deviceLabel(userAgent: string | undefined): string {
  if (!userAgent) return '—';
  const { browser, os } = bowser.parse(userAgent.slice(0, 500));
  return [browser.name, os.name].filter(Boolean).join(' · ') || '—';
}
