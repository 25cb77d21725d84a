import type { PageData } from '../page-data.ts';

/** Resolves once the visitor sees the page; at once where nothing is drawn, as in a tab in the background. */
export function firstPaint(): Promise<void> {
  return new Promise((resolve) => {
    if (document.hidden || !PerformanceObserver.supportedEntryTypes.includes('paint')) return resolve();
    new PerformanceObserver(() => resolve()).observe({ type: 'paint', buffered: true });
  });
}

/** Fetches the modules of the page side by side, before the first of them asks for the next. */
export function fetchAhead({ ahead }: PageData): void {
  const { integrity = {} } = JSON.parse(document.querySelector('script[type=importmap]')?.textContent ?? '{}') as {
    integrity?: Readonly<Record<string, string>>;
  };
  for (const href of ahead)
    document.head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', href, integrity: integrity[href] ?? '' }));
}
