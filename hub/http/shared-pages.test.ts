import openGraphScraper from 'open-graph-scraper';
import request from 'supertest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fixtureApp, sessionWith } from './app-fixture.ts';

let hub: Awaited<ReturnType<typeof fixtureApp>>;
beforeAll(async () => {
  hub = await fixtureApp(sessionWith(['shared-pages:page.read']));
});
afterAll(async () => {
  await hub.app.close();
  await hub.host.close();
});

async function sharedAs(path: string, language = 'ar') {
  const { text } = await request(hub.app).get(path).set('Accept', 'text/html').set('Cookie', `amanah_lang=${language}`).expect(200);
  const { result } = await openGraphScraper({ html: text });
  return result;
}

test('a public page of which its plugin says nothing has a whole card with a drawn picture', async () => {
  const card = await sharedAs('/articles');
  expect(card).toMatchObject({
    ogType: 'website',
    ogUrl: 'http://localhost:3000/articles',
    ogLocale: 'ar_SA',
    ogLocaleAlternate: 'en_GB',
    ogImage: [{ url: 'http://localhost:3000/og/ar.png', width: '1200', height: '630', type: 'image/png' }],
    twitterCard: 'summary_large_image',
    twitterImage: [{ url: 'http://localhost:3000/og/ar.png' }],
  });
  expect(card.ogTitle).toBe(card.twitterTitle);
  expect(card.ogImage?.[0]).toHaveProperty('alt', card.ogTitle);
  expect(card.ogDescription).toBeTruthy();
  expect(card.ogSiteName).toBeTruthy();
  expect((await sharedAs('/articles', 'en')).ogLocale).toBe('en_GB');
});

test('what the plugin says of its page wins, its own picture without the size of the drawn one', async () => {
  expect(await sharedAs('/articles/1')).toMatchObject({
    ogType: 'article',
    ogTitle: 'Article 1',
    ogDescription: 'What it says',
    articlePublishedTime: '2026-11-27',
    ogImage: [{ url: 'http://localhost:3000/own.png' }],
    twitterImage: [{ url: 'http://localhost:3000/own.png' }],
  });
  const { text } = await request(hub.app).get('/articles/1').set('Accept', 'text/html');
  expect(text).not.toContain('og:image:width');
  expect(text).toContain('<link rel="alternate" type="application/json+oembed" href="http://localhost:3000/oembed?url=1"  title="Embed &quot;it&quot;" />');
});

test('a page shows frames of the https origins it names, and no other page does', async () => {
  const policyOf = async (path: string) => (await request(hub.app).get(path).set('Accept', 'text/html').expect(200)).headers['content-security-policy'];
  expect(await policyOf('/articles/1')).toContain("frame-src 'self' https://www.youtube-nocookie.com;");
  expect(await policyOf('/articles')).toContain("frame-src 'self';");
});

test('a page for embedding is shown in any frame, knows nobody, and has nothing of the portal around it', async () => {
  const { headers, text } = await request(hub.app).get('/embedded/7').set('Accept', 'text/html').set('Cookie', 'amanah=abc').expect(200);
  expect(headers['content-security-policy']).toContain('frame-ancestors *');
  expect(headers['x-frame-options']).toBeUndefined();
  expect(headers['set-cookie']).toBeUndefined();
  expect(text).toContain('<p>nobody</p>');
  expect(text).toContain('<script type="importmap"');
  for (const around of ['amanah-page', 'am-header', 'am-footer', 'am-skip']) expect(text).not.toContain(around);
  const page = await request(hub.app).get('/articles').set('Accept', 'text/html').expect(200);
  expect(page.headers).toMatchObject({ 'x-frame-options': 'DENY' });
  expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'");
});

test('a page that needs a permission cannot be embedded', async () => {
  await request(hub.app).get('/inner').set('Accept', 'text/html').expect(500);
});
