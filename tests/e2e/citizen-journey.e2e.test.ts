import { createTestHub, type TestHub } from '@amanah/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { municipalities } from '../legacy/shop-licences/municipalities.ts';
import { openBrowser } from './pages/browser.ts';
import { NationalSignIn } from './pages/national-sign-in.ts';

const citizen = '1072645193';
const accountInKhobar = municipalities.khobar.users.find(({ username }) => username.startsWith('noura'))!;

const views = [
  {
    name: 'a citizen with a phone, in Arabic',
    language: 'ar',
    width: 390,
    words: {
      asked: 'كرت صحي',
      found: /شهادة صحية/,
      facets: ['التصنيف', 'المستفيد', 'حدث الحياة', 'القناة', 'الجهة المالكة'],
      filters: 'تصفية',
      showResults: 'اعرض النتائج',
      share: 'مشاركة',
      copy: 'نسخ الرابط',
      shared: 'نُسخ الرابط',
      takeByHand: 'انسخ الرابط من هنا:',
      back: 'العودة إلى البوابة',
      wiki: 'موسوعة الإجراءات',
      thisDevice: 'هذا الجهاز',
      signOutEverywhere: 'سجّل الخروج من كل الأجهزة والأنظمة',
      signInAgain: 'تسجيل الدخول من جديد',
    },
  },
  {
    name: 'a citizen at a desk, in English',
    language: 'en',
    width: 1280,
    words: {
      asked: 'health card',
      found: /health certificate/i,
      facets: ['Class', 'Beneficiary', 'Life event', 'Channel', 'Owner unit'],
      filters: 'Filters',
      showResults: 'Show results',
      share: 'Share',
      copy: 'Copy link',
      shared: 'Link copied',
      takeByHand: 'Copy the link from here:',
      back: 'Back to the portal',
      wiki: 'Procedures wiki',
      thisDevice: 'This device',
      signOutEverywhere: 'Sign out of all devices and systems',
      signInAgain: 'Sign in again',
    },
  },
] as const;

let hub: TestHub;
let browser: Browser;
beforeAll(async () => {
  hub = await createTestHub({ profile: 'demo', signIn: 'national', standIns: true });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await hub?.remove();
});

describe.each(views)('$name', ({ language, width, words }) => {
  let context: BrowserContext;
  let page: Page;
  const phone = width < 1024;

  beforeAll(async () => {
    context = await browser.newContext({
      viewport: { width, height: 844 },
      locale: language === 'ar' ? 'ar-SA' : 'en-GB',
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    page = await context.newPage();
    if (language === 'en') await page.goto(`${hub.url}/language/en?rd=/`);
  });
  afterAll(() => context?.close());

  const counted = (text: string | null) => Number(/\d+/.exec(text ?? '')?.[0]);
  const listed = async () => counted(await page.locator('.sv-bar__count').textContent());

  test('comes from the first page to the catalogue of 120 services without signing in', async () => {
    await page.goto(hub.url);
    expect(await page.locator('html').evaluate((element) => [element.getAttribute('lang'), element.getAttribute('dir')])).toEqual([
      language,
      language === 'ar' ? 'rtl' : 'ltr',
    ]);
    const classes = await page.locator('.portal-classes b').allTextContents();
    expect(classes.map(counted).reduce((sum, count) => sum + count, 0)).toBe(120);
    await page.locator('main a[href="/services"]').first().click();
    await page.locator('.sv-sort').waitFor();
    expect(await listed()).toBe(120);
  });

  test.each([0, 1, 2, 3, 4])(
    'filters by facet %i of class, beneficiary, life event, channel and owner: the count beside a value is what it lists',
    async (index) => {
      await page.goto(`${hub.url}/services`);
      await page.locator('.sv-sort').waitFor();
      if (phone) await page.getByRole('button', { name: words.filters, exact: true }).click();
      const facets = page.locator(phone ? 'dialog .sv-facet' : '.sv-filters .sv-facet');
      const facet = facets.filter({ has: page.getByText(words.facets[index]!, { exact: true }) });
      const value = facet.locator('label').first();
      const count = counted(await value.locator('.am-number').textContent());
      await value.locator('input').check();
      if (phone) await page.getByRole('button', { name: words.showResults }).last().click();
      await expect.poll(listed).toBe(count);
      const classes = facets.filter({ has: page.getByText(words.facets[0], { exact: true }) });
      const sum = (await classes.locator('.am-number').allTextContents()).map(counted).reduce((total, one) => total + one, 0);
      expect(sum).toBe(index === 0 ? 120 : count);
    },
  );

  test('finds a service in other words than its title, and passes its link on', async () => {
    await page.goto(`${hub.url}/services?q=${encodeURIComponent(words.asked)}`);
    await page.getByRole('link', { name: words.found }).first().click();
    await page.waitForURL(/\/services\/SRV-\d{3}$/);
    await expect.poll(() => page.locator('h1').textContent()).toMatch(words.found);
    const address = page.url();
    await page.getByRole('button', { name: words.share, exact: true }).click();
    await page.getByRole('button', { name: words.copy }).click();
    await page.getByText(words.shared).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(address);

    const friend = await (await browser.newContext()).newPage();
    await friend.addInitScript(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
    await friend.goto(`${hub.url}/language/${language}?rd=${new URL(address).pathname}`);
    expect(await friend.locator('h1').textContent()).toMatch(words.found);
    // A browser that lets no page copy, as on plain http: the address stands there to be taken by hand.
    await friend.getByRole('button', { name: words.share, exact: true }).click();
    await friend.getByRole('button', { name: words.copy }).click();
    expect(await friend.getByLabel(words.takeByHand).inputValue()).toBe(address);
    await friend.context().close();
  });

  test('signs in with national identity by the number shown, and chooses a capacity', async () => {
    await page.goto(`${hub.url}/auth/sign-in?rd=/systems`);
    expect(await page.locator('input[type=password]').count()).toBe(0);
    await page.click('form[action="/auth/sign-in/national"] button');
    await new NationalSignIn(page).approve(citizen);
    await page.waitForURL(/\/auth\/capacity/);
    expect(await page.locator('input[name=capacity]').count()).toBeGreaterThan(1);
    await page.check('input[name=capacity][value=self]');
    await page.click('form[action="/auth/capacity"] button');
    await page.waitForURL(`${hub.url}/systems`);
  });

  const barWords = () => page.locator('amanah-bar').evaluate((bar) => bar.shadowRoot?.textContent ?? '');

  test('opens an older system in its own look under the portal bar, and comes back by the browser', async () => {
    await page.goto(`${hub.url}/systems`);
    await page.locator('a[href^="/auth/enter/wiki"]').first().click();
    await page.waitForURL(/\/\/wiki\.localhost/);
    await expect.poll(barWords).toContain(words.back);
    expect(await page.locator('#dokuwiki__site').count()).toBe(1);
    const cookies = await context.cookies(page.url());
    expect(cookies.filter(({ httpOnly, name }) => name.startsWith('amanah') && !httpOnly && name !== 'amanah_lang')).toEqual([]);
    await page.goBack();
    await page.waitForURL(`${hub.url}/systems`);
  });

  test('opens another that knows nothing of the first, without signing in again: its own account is asked for once in a lifetime', async () => {
    await page.locator('a[href^="/auth/enter/shop-licences-khobar"]').first().click();
    // The first of the two journeys gave the account; in the second it is in the vault.
    await page.waitForURL((url) => url.host.startsWith('shop-licences-khobar') || url.pathname.endsWith('/credentials'));
    if (page.url().includes('/credentials')) {
      await page.fill('input[name=username]', accountInKhobar.username);
      await page.fill('input[name=password]', accountInKhobar.password);
      await page.locator('main form button').first().click();
      await page.waitForURL(/shop-licences-khobar\.localhost/);
    }
    await page.getByText(accountInKhobar.name).first().waitFor();
    await expect.poll(barWords).toContain(words.back);
    await page.locator('amanah-bar a.back').click();
    await page.waitForURL(`${hub.url}/systems`);
  });

  test('changes the language and stays on the page', async () => {
    const other = language === 'ar' ? 'en' : 'ar';
    const change = async (to: string) => {
      if (phone) await page.locator('.am-header__phone > summary').click();
      await page.locator(`.am-header a[hreflang=${to}]:visible`).click();
      await page.locator(`html[lang=${to}]`).waitFor();
      expect(page.url()).toBe(`${hub.url}/systems`);
    };
    await change(other);
    await change(language);
  });

  test('sees this device and the systems it opened, and signs out everywhere: portal and systems ask again', async () => {
    await page.goto(`${hub.url}/account/sessions`);
    const device = page.locator('.am-list-row, li, tr').filter({ hasText: words.thisDevice }).first();
    await device.getByText(/Linux/).first().waitFor();
    expect(await device.textContent()).toContain(words.wiki);
    await page.getByRole('button', { name: words.signOutEverywhere }).click();
    await page.getByRole('link', { name: words.signInAgain }).waitFor();
    await page.goto(`${hub.url}/systems`);
    expect(page.url()).toContain('/auth/sign-in');
    for (const system of ['wiki', 'shop-licences-khobar']) {
      await page.goto(hub.url.replace('localhost', `${system}.localhost`));
      expect(page.url()).toContain('/auth/sign-in');
    }
  });
});
