import { createTestHub } from '@amanah/testing';
import { chromium, type Browser } from 'playwright-core';
import { builtFiles, kilobytes } from './built-bytes.ts';
import { median, type Finding } from './report.ts';

const loads = 5;
/** A middle-range phone on a slow fourth-generation network, as Lighthouse emulates it. */
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true, locale: 'ar-SA' };
const network = { offline: false, latency: 150, downloadThroughput: (1_638.4 * 1_024) / 8, uploadThroughput: (750 * 1_024) / 8 };
const cpuSlower = 4;

interface Load {
  readonly lcpMs: number;
  readonly cls: number;
  readonly kilobytes: number;
  readonly scriptKilobytes: number;
}

/** Bytes of the built files and of the home page as Chromium loads it on an emulated phone, with its largest paint and its shifts. */
export async function measurePageWeight(): Promise<Finding[]> {
  const { importMap, entries } = builtFiles();
  const named = (...names: string[]) => names.map((name) => importMap.imports[name] ?? '');
  const vendor = named('react', 'react/jsx-runtime', 'react-dom', 'react-dom/client', 'single-spa');
  const shell = kilobytes(entries['shell']?.js ?? '', ...vendor) - kilobytes(...vendor);
  const hub = await createTestHub({ signIn: 'national' });
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  try {
    const home = await loadsOf(browser, `${hub.url}/`);
    const catalogue = await loadsOf(browser, `${hub.url}/services`);
    const card = await loadsOf(browser, `${hub.url}/services/SRV-001`);
    return [
      atMost('shell JavaScript, brotli', shell, 5, 'KB'),
      atMost('React and single-spa, brotli', kilobytes(...vendor), 70, 'KB'),
      atMost('home page, everything that travels', median(home.map((load) => load.kilobytes)), 150, 'KB'),
      atMost('home page, its JavaScript', median(home.map((load) => load.scriptKilobytes)), 80, 'KB'),
      atMost('catalogue page, its JavaScript', median(catalogue.map((load) => load.scriptKilobytes)), 240, 'KB'),
      atMost('home on a phone (4× CPU, slow 4G): LCP', median(home.map((load) => load.lcpMs)) / 1_000, 1.5, 's', 2),
      atMost('home on a phone: CLS', Math.max(...home.map((load) => load.cls)), 0.01, '', 3),
      atMost('catalogue on a phone: LCP', median(catalogue.map((load) => load.lcpMs)) / 1_000, 1.5, 's', 2),
      atMost('catalogue on a phone: CLS', Math.max(...catalogue.map((load) => load.cls)), 0.01, '', 3),
      atMost('service card on a phone: LCP', median(card.map((load) => load.lcpMs)) / 1_000, 1.5, 's', 2),
      atMost('service card on a phone: CLS', Math.max(...card.map((load) => load.cls)), 0.01, '', 3),
    ];
  } finally {
    await browser.close();
    await hub.remove();
  }
}

async function loadsOf(browser: Browser, url: string): Promise<readonly Load[]> {
  const found: Load[] = [];
  for (let load = 0; load < loads; load++) found.push(await loadOnce(browser, url));
  return found;
}

/** One first visit: a new browser context has no cache and no cookies. */
async function loadOnce(browser: Browser, url: string): Promise<Load> {
  const context = await browser.newContext(phone);
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  const types = new Map<string, string>();
  const bytes = { all: 0, script: 0 };
  devtools.on('Network.responseReceived', ({ requestId, type }) => types.set(requestId, type));
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    bytes.all += encodedDataLength;
    if (types.get(requestId) === 'Script') bytes.script += encodedDataLength;
  });
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', network);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: cpuSlower });
  await page.addInitScript(() => {
    const seen = { lcp: 0, cls: 0 };
    Object.assign(globalThis, { seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.lcp = entry.startTime;
    }).observe({ type: 'largest-contentful-paint', buffered: true });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[])
        if (!entry.hadRecentInput) seen.cls += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(url, { waitUntil: 'networkidle' });
  const { lcp, cls } = await page.evaluate(() => (globalThis as unknown as { seen: { lcp: number; cls: number } }).seen);
  await context.close();
  return { lcpMs: lcp, cls, kilobytes: bytes.all / 1_024, scriptKilobytes: bytes.script / 1_024 };
}

function atMost(path: string, value: number, limit: number, unit: string, digits = 1): Finding {
  return { path, ours: `${value.toFixed(digits)} ${unit}`.trim(), peer: '–', ratio: '–', budget: `≤ ${limit} ${unit}`.trim(), met: value <= limit };
}
