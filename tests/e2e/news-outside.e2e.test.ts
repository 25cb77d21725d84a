import { createTestHub, type CookieJar, type TestHub } from '@amanah/testing';
import { PNG } from 'pngjs';
import ogs from 'open-graph-scraper';
import RssParser from 'rss-parser';
import { SaxesParser } from 'saxes';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from './pages/browser.ts';

let hub: TestHub;

beforeAll(async () => {
  hub = await createTestHub({ profile: 'demo', readyMs: 120_000 });
}, 240_000);
afterAll(async () => hub?.remove());

const text = async (path: string, headers: Record<string, string> = {}) => (await fetch(hub.url + path, { headers })).text();

/** Throws where it is no well-formed XML. */
function assertXml(document: string): void {
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(document).close();
}

test('twenty public pages, read by a parser of others: title, words, address and a picture of 1200 × 630 that is there', async () => {
  const { items } = JSON.parse(await text('/feeds/news.json')) as { items: { url: string }[] };
  const paths = [
    '/',
    '/services',
    '/news',
    '/pages/faq',
    '/pages/privacy',
    ...Array.from({ length: 10 }, (_, index) => `/services/SRV-${String(index * 11 + 1).padStart(3, '0')}`),
    ...items.slice(0, 5).map(({ url }) => new URL(url).pathname),
  ];
  expect(paths).toHaveLength(20);
  const pictures = new Set<string>();
  for (const [index, path] of paths.entries()) {
    const { result } = await ogs({ html: await text(path, { cookie: `amanah_lang=${index % 2 ? 'en' : 'ar'}` }) });
    const image = result.ogImage?.[0];
    expect({ path, title: Boolean(result.ogTitle), words: Boolean(result.ogDescription), url: result.ogUrl, site: Boolean(result.ogSiteName) }).toEqual({
      path,
      title: true,
      words: true,
      url: hub.url + path,
      site: true,
    });
    expect(image).toMatchObject({ width: '1200', height: '630', type: 'image/png' });
    expect(result).toMatchObject({ twitterCard: 'summary_large_image', ogLocale: index % 2 ? 'en_GB' : 'ar_SA' });
    const answer = await fetch(image!.url);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png']);
    const { width, height } = PNG.sync.read(Buffer.from(await answer.arrayBuffer()));
    expect([width, height]).toEqual([1_200, 630]);
    pictures.add(image!.url);
  }
  expect(pictures.size).toBe(20);
  expect((await fetch(`${hub.url}/og/${Buffer.from('["ar","كلام غيرنا","",""]').toString('base64url')}.aaaaaaaaaaaaaaaa.png`)).status).toBe(404);
});

test('an item says of itself to search engines what it is', async () => {
  const { items } = JSON.parse(await text('/feeds/news.json?language=en')) as { items: { url: string; title: string }[] };
  const page = await text(new URL(items[0]!.url).pathname, { cookie: 'amanah_lang=en' });
  const described = /<script type="application\/ld\+json">\s*(\{[\s\S]*?\})\s*<\/script>/.exec(page)?.[1] ?? '{}';
  expect(JSON.parse(described)).toMatchObject({ '@type': 'NewsArticle', headline: items[0]!.title, mainEntityOfPage: items[0]!.url, inLanguage: 'en' });
  expect(await text('/sitemap.xml')).toContain(`<loc>${items[0]!.url}</loc>`);
  expect(await text('/search?q=' + encodeURIComponent('ملاعب الحدائق'))).toContain('حجز ملاعب الحدائق صار بالساعة');
});

test.each(['rss', 'atom'] as const)('the %s feed is read by a parser of others, in each language and for one unit', async (kind) => {
  const parser = new RssParser();
  const document = await text(`/feeds/news.${kind}`);
  assertXml(document);
  const arabic = await parser.parseString(document);
  expect(arabic.items).toHaveLength(12);
  expect(arabic.title).toBe('أخبار أمانة المنطقة الشرقية');
  expect(arabic.items[0]).toMatchObject({ title: 'الرخصة التجارية بطلب واحد من أوله إلى الدفع', link: expect.stringMatching(/\/news\/a-commercial-licence-/) });
  expect(Date.parse(arabic.items[0]!.isoDate!)).toBeGreaterThan(Date.parse(arabic.items[1]!.isoDate!));
  const english = await parser.parseString(await text(`/feeds/news.${kind}?language=en`));
  expect(english.items[0]?.title).toBe('A commercial licence in one request, from form to payment');
  const parks = await parser.parseString(await text(`/feeds/news.${kind}?unit=parks`));
  expect(parks.items.map(({ title }) => title)).toEqual(['حجز ملاعب الحدائق صار بالساعة']);
  expect((await fetch(`${hub.url}/feeds/news.${kind}?unit=none`)).status).toBe(404);
});

test('the JSON feed has its form, and no feed is sent twice to who has it', async () => {
  const answer = await fetch(`${hub.url}/feeds/news.json`);
  expect(answer.headers.get('content-type')).toBe('application/feed+json; charset=utf-8');
  expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  const { version, items } = (await answer.json()) as { version: string; items: { id: string; content_html: string }[] };
  expect(version).toMatch(/^https:\/\/jsonfeed\.org\/version\/1/);
  expect(items).toHaveLength(12);
  expect(items[0]!.content_html).toContain(`<a href="${hub.url}/services/SRV-001">`);
  const tag = answer.headers.get('etag')!;
  const day = answer.headers.get('last-modified')!;
  expect((await fetch(`${hub.url}/feeds/news.json`, { headers: { 'if-none-match': tag } })).status).toBe(304);
  expect((await fetch(`${hub.url}/feeds/news.json`, { headers: { 'if-modified-since': day } })).status).toBe(304);
  expect((await fetch(`${hub.url}/feeds/news.json`, { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
});

test('feeds and oEmbed are found from the pages', async () => {
  const list = await text('/news');
  for (const kind of ['rss', 'atom', 'json']) expect(list).toContain(`href="${hub.url}/feeds/news.${kind}?language=ar"`);
  const item = await text('/news/' + (await text('/feeds/news.json')).match(/\/news\/([\w-]+)/)![1]!);
  const found = /<link rel="alternate" type="application\/json\+oembed" href="([^"]+)"/.exec(item)?.[1]?.replaceAll('&amp;', '&') ?? '';
  expect(await (await fetch(found)).json()).toMatchObject({ version: '1.0', type: 'rich', width: 560, thumbnail_width: 1_600 });
});

test('oEmbed: a service is a link, news is a quotation; another site, another form and what is not public are refused', async () => {
  const ask = (query: Record<string, string>) => fetch(`${hub.url}/oembed?${new URLSearchParams(query)}`);
  expect(await (await ask({ url: `${hub.url}/services/SRV-001`, language: 'en' })).json()).toMatchObject({ type: 'link', title: 'Issue a commercial licence' });
  const xml = await (await ask({ url: `${hub.url}/services/SRV-001`, format: 'xml' })).text();
  assertXml(xml);
  expect(xml).toContain('<type>link</type>');
  expect((await ask({ url: `${hub.url}/services/SRV-001`, format: 'yaml' })).status).toBe(501);
  for (const url of ['https://evil.example/services/SRV-001', `${hub.url}/services/NONE`, `${hub.url}/operations`, `${hub.url}/news/none`, '', 'x'])
    expect((await ask({ url })).status).toBe(404);
  const narrow = (await (await ask({ url: (await newest()).url, maxwidth: '300' })).json()) as { width: number };
  expect(narrow.width).toBe(300);
});

async function newest(): Promise<{ url: string; id: string }> {
  return (JSON.parse(await text('/feeds/news.json')) as { items: { url: string; id: string }[] }).items[0]!;
}

const hostile = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'><svg/onload=alert(1)>",
  ']]><script>alert(1)</script><![CDATA[',
  '</script><script>alert(1)</script>',
  '--><script>alert(1)</script><!--',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '<iframe srcdoc="<script>alert(1)</script>">',
  '{{constructor.constructor("alert(1)")()}} ${alert(1)}',
  '\u202e<b>x</b>\u0000\ud800',
];

test('a hostile corpus in every field of an item: on page, list, home, feeds, oEmbed and picture it is words and nothing else', async () => {
  await hub.addPerson('hostile-writer', 'Hostile-Writer-1448', { role: 'news-writer@eamana' });
  await hub.addPerson('hostile-head', 'Hostile-Head-1448', { role: 'communication-head@eamana' });
  const writer = await hub.signIn('hostile-writer', 'Hostile-Writer-1448');
  const head = await hub.signIn('hostile-head', 'Hostile-Head-1448');
  const all = hostile.join(' ');
  for (const words of hostile) {
    const id = await publish(writer, head, words);
    const address = `/news/${id}`;
    const page = await text(address);
    for (const served of [page, await text('/news'), await text('/')]) assertHarmless(served);
    const titles = [];
    for (const kind of ['rss', 'atom'] as const) {
      const feed = await text(`/feeds/news.${kind}`);
      assertXml(feed);
      const { items } = await new RssParser().parseString(feed);
      titles.push(readAsHtml(items[0]?.title ?? ''));
      assertHarmless(items[0]?.title ?? '');
      assertHarmless(items[0]?.content ?? '');
      assertHarmless(items[0]?.['content:encoded'] ?? '');
    }
    const json = JSON.parse(await text('/feeds/news.json')) as { items: { title: string; content_html: string }[] };
    assertHarmless(json.items[0]!.content_html);
    expect(new Set([...titles, json.items[0]!.title]).size).toBe(1);
    const embed = (await (await fetch(`${hub.url}/oembed?url=${encodeURIComponent(hub.url + address)}`)).json()) as { html: string };
    assertHarmless(embed.html);
    const xml = await text(`/oembed?format=xml&url=${encodeURIComponent(hub.url + address)}`);
    assertXml(xml);
    const { result } = await ogs({ html: page });
    expect((await fetch(result.ogImage![0]!.url)).status).toBe(200);
  }
  const refused = await write(writer, await begin(writer), 1, { ...contentOf(all.slice(0, 100)), services: ['<script>'] });
  expect(refused.status).toBe(422);
  await assertQuietInBrowser();
});

/** Nothing runs where readers and the office see the items: no dialog is opened, no script is refused by the policy because none is there. */
async function assertQuietInBrowser(): Promise<void> {
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    const said: string[] = [];
    page.on('dialog', (dialog) => {
      said.push(dialog.message());
      void dialog.dismiss();
    });
    page.on('console', (message) => message.type() === 'error' && said.push(message.text()));
    await page.goto(`${hub.url}/auth/sign-in/staff?rd=/staff/news`);
    await page.fill('#username', 'hostile-head');
    await page.fill('#password', 'Hostile-Head-1448');
    await page.click('form[action="/auth/sign-in/staff"] button');
    await page.locator('.so-office__title').first().waitFor({ timeout: 60_000 });
    const addresses = await page.locator('.so-office__title').evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href));
    for (const address of addresses.slice(0, 5)) {
      await page.goto(address);
      await page.locator('.so-editor__text').first().waitFor({ timeout: 60_000 });
    }
    await page.goto(`${hub.url}/news`);
    for (const path of await page.locator('.so-item__title a').evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href))) {
      await page.goto(path);
      await page.locator('amanah-share').getByRole('button').first().waitFor({ timeout: 60_000 });
    }
    expect(said).toEqual([]);
  } finally {
    await browser.close();
  }
}

/** What a reader of feeds shows. */
function readAsHtml(words: string): string {
  return words.trim().replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** No element, attribute or address that runs: only what our templates write. */
function assertHarmless(markup: string): void {
  expect(markup).not.toMatch(/<(?:img|svg)[^>]*\son\w+=/i);
  expect(markup).not.toMatch(/<script>alert|<svg\/onload|<iframe srcdoc|javascript:/i);
}

const doc = (words: string) => ({
  type: 'doc',
  content: [
    {
      type: 'paragraph',
      content: [{ type: 'text', text: words, marks: [{ type: 'strong' }, { type: 'link', attrs: { href: `https://example.sa/?q=${words}` } }] }],
    },
    { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: words }] },
    { type: 'bullet_list', content: [{ type: 'list_item', content: [{ type: 'paragraph', content: [{ type: 'text', text: words }] }] }] },
    { type: 'frame', attrs: { address: 'https://www.youtube.com/watch?v=dQw4w9WgXcQ', title: words } },
  ],
});
const contentOf = (words: string) => ({
  title: { ar: words, en: words },
  summary: { ar: words, en: words },
  body: { ar: doc(words), en: doc(words) },
  picture: null,
  unit: 'pr-media',
  units: [],
  audience: 'everyone',
  services: [] as string[],
  programmes: [],
});

const send = (jar: CookieJar, path: string, body: object, method = 'POST') =>
  jar.fetch(`/api/social/office/news${path}`, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
const write = (jar: CookieJar, id: string, version: number, content: object) => send(jar, `/${id}`, { version, content }, 'PUT');

async function begin(jar: CookieJar): Promise<string> {
  return ((await (await send(jar, '', { unit: 'pr-media' })).json()) as { id: string }).id;
}

/** An item of these words in every field, out. @returns its id */
async function publish(writer: CookieJar, head: CookieJar, words: string): Promise<string> {
  const id = await begin(writer);
  expect((await write(writer, id, 1, contentOf(words))).status).toBe(200);
  expect((await send(writer, `/${id}/send`, { version: 2 })).status).toBe(200);
  expect((await send(head, `/${id}/approve`, { version: 3, publishAt: null })).status).toBe(200);
  return id;
}
