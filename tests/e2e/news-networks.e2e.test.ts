import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestHub, type TestHub } from '@amanah/testing';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startStandIns } from '../legacy/start-stand-ins.ts';
import { communicationHead, newsWriter } from './pages/communication-office.ts';
import { newsWriters } from './pages/news-writers.ts';
import { pageFaults } from './pages/page-faults.ts';
import { picture } from './pages/picture.ts';
import { operator, signInAsOfficial } from './pages/staff-sign-in.ts';
import { standInFaults } from './pages/stand-in-faults.ts';

const quiet = () => {};
const seconds = (count: number) => ({ timeout: count * 1_000 });

let dataDir: string;
let standIns: Awaited<ReturnType<typeof startStandIns>>;
let hub: TestHub;
let browser: Browser;
const signedIn = new Map<typeof newsWriter, BrowserContext>();
let faults: (call: string) => Promise<unknown>;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'amanah-networks-'));
  standIns = await startStandIns({ dataDir, log: { info: quiet, warn: quiet }, which: ['social-networks'] });
  hub = await createTestHub({ profile: 'demo', signIn: 'staff', dataDir, readyMs: 120_000 });
  faults = standInFaults(dataDir, 'social-networks');
  browser = await chromium.launch({ args: ['--no-sandbox'], executablePath: '/usr/bin/chromium' });
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await hub?.remove();
  await standIns?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** A page in Arabic. Each person signs in once: a code of their authenticator counts once in half a minute. */
async function pageOf(account: typeof newsWriter, path: string): Promise<Page> {
  const known = signedIn.get(account);
  const context = known ?? (await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'ar-SA' }));
  const page = await context.newPage();
  if (known) await page.goto(`${hub.url}/language/ar?rd=${encodeURIComponent(path)}`);
  else await signInAsOfficial(page, hub.url, account, path);
  signedIn.set(account, context);
  return page;
}

test('a writer chooses networks, writes words for one, sees what is too long; a head sees what became of each and decides', async () => {
  const api = await newsWriters(hub);
  const id = await api.publish({ title: { ar: 'بدء التسجيل في معرض الأسر المنتجة', en: 'Registration for the family businesses fair begins' } });
  const page = await pageOf(newsWriter, `/staff/news/${id}`);
  const networks = page.getByRole('region', { name: 'على شبكات التواصل' });
  await networks.getByText('إكس', { exact: true }).click(seconds(60));
  await networks.getByText('تيليجرام', { exact: true }).click();
  await networks.getByText('كلمات خاصة لهذه الشبكة').last().click();
  const words = networks.getByRole('textbox', { name: 'النص في إكس' });
  await words.fill('سجّل أسرتك في المعرض '.repeat(20));
  await networks.getByText(/ من 280/).waitFor(seconds(30));
  await expect.poll(() => networks.locator('.so-post__long').count(), seconds(30)).toBe(1);
  expect(await pageFaults(page)).toEqual([]);
  await picture(page, 'networks-choosing-ar-1440');
  await words.fill('سجّل أسرتك في المعرض: {link}');
  await expect.poll(() => networks.locator('.so-post__long').count(), seconds(30)).toBe(0);
  await page.getByRole('button', { name: 'حفظ المسودة' }).click();
  await page.getByRole('button', { name: 'إرسال للاعتماد' }).click(seconds(60));
  await page.getByText('بانتظار الاعتماد').first().waitFor(seconds(60));

  await faults('fault?name=lost-reply');
  const head = await pageOf(communicationHead, `/staff/news/${id}`);
  await head.getByRole('button', { name: 'اعتماد ونشر الآن' }).first().click(seconds(60));
  const posts = head.getByRole('region', { name: 'منشوراته' });
  await posts.getByText('ضاع جواب الشبكة').first().waitFor(seconds(90));
  await faults('fault?name=none');
  const telegram = posts.getByRole('listitem').filter({ hasText: 'تيليجرام' });
  await telegram.getByRole('button', { name: 'ظهر', exact: true }).click(seconds(90));
  await head.getByRole('dialog').getByRole('button', { name: 'ظهر', exact: true }).click();
  await expect.poll(() => posts.getByText('منشور', { exact: true }).count(), seconds(120)).toBe(2);
  expect(await pageFaults(head)).toEqual([]);
  await picture(head, 'networks-posts-ar-1440');
  await head.close();

  for (const width of [360, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(`${hub.url}/language/en?rd=${encodeURIComponent(`/staff/news/${id}`)}`);
    await page.getByRole('region', { name: 'Its posts' }).waitFor(seconds(60));
    expect(await pageFaults(page)).toEqual([]);
    await picture(page, `networks-en-${width}`);
  }
  await page.close();
}, 600_000);

test('an operator connects a network: tried before it is kept, its token never shown; it is paused, given a new token and disconnected', async () => {
  const page = await pageOf(operator, '/staff/social/networks');
  const list = page.getByRole('list', { name: 'شبكات التواصل' });
  const card = (name: string) => list.getByRole('listitem').filter({ has: page.getByRole('heading', { name, exact: true }) });
  await card('تيليجرام').waitFor(seconds(60));
  await page.getByRole('button', { name: 'اربط شبكة' }).click();
  const form = page.getByRole('form', { name: 'اربط شبكة' });
  await form.getByText('تيليجرام', { exact: true }).click();
  const { url } = await page.evaluate(async () => {
    const answer = (await (await fetch('/api/social/office/networks')).json()) as { networks: { id: string; url: string }[] };
    return answer.networks.find(({ id }) => id === 'telegram')!;
  });
  await form.getByLabel('الاسم بالعربية').fill('قناة الأخبار');
  await form.getByLabel('عنوان الواجهة البرمجية').fill('http://telegram.example');
  await form.getByLabel('رمز الدخول').fill('wrong');
  await form.getByRole('button', { name: 'جرّب' }).click();
  await form.getByText('اكتب عنواناً كاملاً يبدأ بـ https://').waitFor(seconds(30));
  await form.getByLabel('عنوان الواجهة البرمجية').fill(url);
  await form.getByLabel('القناة', { exact: true }).fill('@eamana_demo');
  await form.getByLabel('رمز الدخول').fill('wrong');
  await form.getByRole('button', { name: 'جرّب' }).click();
  await form.getByText('لم تقبل الشبكة رمز الدخول').first().waitFor(seconds(30));
  expect(await pageFaults(page)).toEqual([]);
  await picture(page, 'networks-page-refused-ar-1440');
  await form.getByLabel('رمز الدخول').fill('1448:telegram-demo-token');
  await form.getByRole('button', { name: 'جرّب' }).click();
  await form.getByText(/تعرفنا الشبكة باسم .@eamana_demo/).waitFor(seconds(30));
  await page.setViewportSize({ width: 360, height: 800 });
  expect(await pageFaults(page)).toEqual([]);
  await picture(page, 'networks-page-form-ar-360');
  await page.setViewportSize({ width: 1_440, height: 900 });
  await form.getByRole('button', { name: 'اربط', exact: true }).click();
  const made = card('قناة الأخبار');
  await made.getByText('@eamana_demo', { exact: true }).waitFor(seconds(30));
  expect(await page.content()).not.toContain('telegram-demo-token');
  const choose = async (name: string) => {
    await made.getByRole('button', { name: /إجراءات/ }).click();
    await page.getByRole('menuitem', { name }).click();
  };
  await choose('أوقف مؤقتاً');
  await made.getByText('موقوفة مؤقتاً').waitFor(seconds(30));
  await choose('رمز جديد');
  const dialog = page.getByRole('alertdialog');
  await dialog.getByLabel('رمز الدخول').fill('wrong');
  await dialog.getByRole('button', { name: 'جرّبه واحفظه' }).click();
  await dialog.getByText('لم تقبل الشبكة رمز الدخول').first().waitFor(seconds(30));
  await dialog.getByLabel('رمز الدخول').fill('1448:telegram-demo-token');
  await dialog.getByRole('button', { name: 'جرّبه واحفظه' }).click();
  await dialog.waitFor({ state: 'detached', timeout: 30_000 });
  expect(await pageFaults(page)).toEqual([]);
  await picture(page, 'networks-page-ar-1440');
  await choose('افصل');
  expect(await pageFaults(page)).toEqual([]);
  await picture(page, 'networks-page-disconnect-ar-1440');
  await dialog.getByRole('button', { name: 'افصل' }).click();
  await made.waitFor({ state: 'detached', timeout: 30_000 });

  for (const width of [360, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(`${hub.url}/language/en?rd=${encodeURIComponent('/staff/social/networks')}`);
    await page.getByRole('heading', { name: 'Telegram', exact: true }).waitFor(seconds(60));
    expect(await pageFaults(page)).toEqual([]);
    await picture(page, `networks-page-en-${width}`);
  }
  await page.route('**/api/social/office/networks', (route) => route.abort());
  await page.reload();
  await page.getByRole('button', { name: 'Try again' }).first().waitFor(seconds(60));
  expect(await pageFaults(page)).toEqual([]);
  await page.close();

  const head = await pageOf(communicationHead, '/staff/social/networks');
  await head.getByRole('heading', { name: 'تيليجرام', exact: true }).waitFor(seconds(60));
  expect(await head.getByRole('button', { name: /اربط شبكة|جرّب|إجراءات/ }).count()).toBe(0);
  await head.close();
}, 300_000);

test('a head of communication blocks a server of the Fediverse with a reason and lifts it; an operator may too, and a writer sees nothing of it', async () => {
  const page = await pageOf(communicationHead, '/staff/social/networks');
  const part = page.getByRole('region', { name: 'الفيديفرس: المتابعون والمحظورون' });
  await part.getByText('لا متابعين بعد.').waitFor(seconds(60));
  await part.getByText('لا خادم محظور ولا حساب.').waitFor(seconds(60));
  await part.getByRole('button', { name: 'حظر', exact: true }).click();
  const dialog = page.getByRole('alertdialog');
  const blockIt = dialog.getByRole('button', { name: 'حظر', exact: true });
  await blockIt.click();
  await dialog.getByText('اكتب السبب في ثلاثة أحرف إلى خمسمئة.').waitFor(seconds(30));
  await dialog.getByLabel('اسم الخادم').fill('spam');
  await dialog.getByLabel('السبب').fill('يرسل إعلانات مزعجة إلى متابعينا');
  await blockIt.click();
  await dialog.getByText('اكتب اسم خادم كاملاً').waitFor(seconds(30));
  for (const width of [360, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    expect(await pageFaults(page)).toEqual([]);
    await picture(page, `blocks-dialog-ar-${width}`);
  }
  await dialog.getByLabel('اسم الخادم').fill('Spam.Example');
  await blockIt.click();
  const blocked = part.getByRole('listitem').filter({ hasText: 'spam.example' });
  await blocked.getByText('يرسل إعلانات مزعجة إلى متابعينا').waitFor(seconds(30));

  // Nobody of the Fediverse follows here: the answer as it is with followers.
  await page.route('**/api/social/office/account/blocks', async (route) => {
    const answer = await route.fetch();
    const servers = [
      { server: 'mastodon.example', followers: 412 },
      { server: 'social.example', followers: 38 },
    ];
    await route.fulfill({ response: answer, json: { ...((await answer.json()) as object), servers, others: { servers: 9, followers: 11 } } });
  });
  for (const [language, heading] of [
    ['ar', 'الفيديفرس: المتابعون والمحظورون'],
    ['en', 'Fediverse: followers and blocks'],
  ] as const)
    for (const width of [360, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      await page.goto(`${hub.url}/language/${language}?rd=${encodeURIComponent('/staff/social/networks')}`);
      const seen = page.getByRole('region', { name: heading });
      await seen.getByText('mastodon.example').waitFor(seconds(60));
      await seen.scrollIntoViewIfNeeded();
      expect(await pageFaults(page)).toEqual([]);
      await picture(page, `blocks-${language}-${width}`);
    }
  await page.unroute('**/api/social/office/account/blocks');

  await page.route('**/api/social/office/account/blocks', (route) => route.abort());
  await page.reload();
  const english = page.getByRole('region', { name: 'Fediverse: followers and blocks' });
  await english.getByRole('button', { name: 'Try again' }).waitFor(seconds(60));
  expect(await pageFaults(page)).toEqual([]);
  await page.unroute('**/api/social/office/account/blocks');
  await english.getByRole('button', { name: 'Try again' }).click();
  await english.getByRole('button', { name: /Lift the block of .spam\.example/ }).click();
  await dialog.getByText('It may follow again.').waitFor(seconds(30));
  expect(await pageFaults(page)).toEqual([]);
  await picture(page, 'blocks-lift-en-1440');
  await dialog.getByRole('button', { name: 'Lift', exact: true }).click();
  await english.getByText('No server or account is blocked.').waitFor(seconds(30));
  await page.close();

  const other = await pageOf(operator, '/staff/social/networks');
  await other.getByRole('region', { name: 'الفيديفرس: المتابعون والمحظورون' }).getByRole('button', { name: 'حظر', exact: true }).waitFor(seconds(60));
  await other.close();
  const third = await pageOf(newsWriter, '/staff/social/networks');
  await third.getByRole('heading', { name: 'تيليجرام', exact: true }).waitFor(seconds(60));
  expect(await third.getByRole('region', { name: 'الفيديفرس: المتابعون والمحظورون' }).count()).toBe(0);
  await third.close();
}, 300_000);
