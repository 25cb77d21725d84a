import { createServer, type Server } from 'node:http';
import { mkdirSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createTestHub, type TestHub } from '@amanah/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from './pages/browser.ts';
import { signInAsOfficial, systemOwner } from './pages/staff-sign-in.ts';

const seconds = (count: number) => ({ timeout: count * 1_000 });

/** An older application that trusts the name its front server gives. */
async function olderApplication(): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(`<!doctype html><html lang="ar"><title>x</title><body style="background:#fffbe6">
      <h1 id="older">سجل المقابر</h1><p id="who">${String(request.headers['x-remote-user'] ?? 'nobody')}</p></body></html>`);
  });
  server.listen(0, '127.0.0.9');
  await once(server, 'listening');
  return { server, url: `http://127.0.0.9:${(server.address() as AddressInfo).port}` };
}

describe('a system owner', () => {
  let hub: TestHub;
  let browser: Browser;
  let page: Page;
  let older: Awaited<ReturnType<typeof olderApplication>>;

  beforeAll(async () => {
    older = await olderApplication();
    hub = await createTestHub({ profile: 'demo' });
    browser = await openBrowser();
    page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'ar-SA' })).newPage();
    await signInAsOfficial(page, hub.url, systemOwner, '/operations/systems');
  });

  afterAll(async () => {
    await browser?.close();
    await hub?.remove();
    older?.server.close();
  });

  const next = () => page.getByRole('button', { name: 'التالي' }).click();
  const heading = (name: string) => page.getByRole('heading', { name, level: 2, exact: true }).waitFor(seconds(20));

  /** The page of a system is loaded from the hub after it was saved. */
  const saved = async (title: string) => {
    await page.getByRole('button', { name: 'احفظ وانشر' }).click();
    await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor(seconds(20));
    await heading('التعريف');
  };

  test('is told at the field what is wrong, in the words that a YAML file gets too', async () => {
    await page.goto(`${hub.url}/operations/connect`);
    await page.getByLabel('الاسم بالعربية').fill('سجل المقابر');
    await page.getByLabel('الاسم بالإنجليزية').fill('Cemetery register');
    await page.getByLabel('المعرّف', { exact: true }).fill('Cemetery Register');
    await next();
    await expect.poll(() => page.getByRole('alert').textContent(), seconds(20)).toContain('id');
    expect(await page.locator('.am-field__error').allTextContents()).toContainEqual(expect.stringContaining('حروف إنجليزية صغيرة'));
    await page.getByLabel('المعرّف', { exact: true }).fill('cemeteries');
    await next();
    await heading('الموقع');
  });

  test('connects an application by the form, tries it by named checks, saves, and opens it under the bar with no restart', async () => {
    await page.getByLabel(/عنوان النظام في الشبكة/).fill(older.url);
    await next();
    await heading('من يدخل');
    await next();
    await heading('نقل الدخول');
    await page.getByText('ترويسات هوية').click();
    await next();
    await heading('العرض');
    await next();
    await heading('الاتصال يعمل، والنظام جاهز للنشر');
    const checks = await page.locator('.op-check').allTextContents();
    for (const name of ['اسم المضيف متاح', 'الخادم يرد', 'زمن الرد', 'صفحته الأولى HTML']) expect(checks.join('\n')).toContain(name);
    await saved('سجل المقابر');
    expect(process.kill(hub.pid, 0)).toBe(true);

    await page.goto(`${hub.url}/auth/enter/cemeteries`);
    await page.waitForURL(/\/\/cemeteries\.localhost/);
    expect(await page.locator('#older').textContent()).toBe('سجل المقابر');
    expect(await page.locator('#who').textContent()).toBe('lina');
    expect(await page.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor)).toBe('rgb(255, 251, 230)');
    await expect.poll(() => page.locator('amanah-bar').evaluate((bar) => bar.shadowRoot?.textContent ?? '')).toContain('سجل المقابر');
  });

  test('finds it running on another replica too', async () => {
    const replica = await createTestHub({ profile: 'demo', dataDir: hub.dataDir, role: 'web' });
    try {
      const alice = await replica.signIn('alice', 'alice-password');
      const { systems } = (await (await alice.fetch('/api/systems/mine')).json()) as { systems: { id: string }[] };
      expect(systems.map(({ id }) => id)).toContain('cemeteries');
    } finally {
      await replica.stop();
    }
  });

  test('plans maintenance: visitors read the words, and enter again when it is ended', async () => {
    await page.goto(`${hub.url}/operations/systems/cemeteries`);
    await page.getByRole('button', { name: 'ابدأ الصيانة' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(/بالعربية/).fill('نقل السجل إلى خادم جديد');
    await dialog.getByLabel(/بالإنجليزية/).fill('The register moves to a new server');
    await dialog.getByRole('button', { name: 'ابدأ الصيانة' }).click();
    await page.getByText('في صيانة حتى').waitFor(seconds(20));
    await page.goto(`${hub.url.replace('localhost', 'cemeteries.localhost')}/`);
    expect(await page.locator('body').textContent()).toContain('نقل السجل إلى خادم جديد');
    await page.goto(`${hub.url}/operations/systems/cemeteries`);
    await page.getByRole('button', { name: 'أنهِ الصيانة' }).click();
    await page.getByRole('button', { name: 'ابدأ الصيانة' }).waitFor(seconds(20));
    await page.goto(`${hub.url.replace('localhost', 'cemeteries.localhost')}/`);
    expect(await page.locator('#older').count()).toBe(1);
  });

  test('announces maintenance for a later day: it is read ahead at the system, which stays open, and can be cancelled', async () => {
    await page.goto(`${hub.url}/operations/systems/cemeteries`);
    await page.getByRole('button', { name: 'ابدأ الصيانة' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('لاحقاً مع إعلان مسبق').click();
    await dialog.getByRole('button', { name: 'أعلن الصيانة' }).click();
    await dialog.getByText('اختر اليوم').waitFor(seconds(20));
    // The field starts in the Hijri calendar.
    const tables = new Intl.DateTimeFormat('en-u-ca-islamic-umalqura', { day: 'numeric', month: 'numeric', year: 'numeric', timeZone: 'Asia/Riyadh' });
    const typed = Object.fromEntries(tables.formatToParts(Date.now() + 3 * 86_400_000).map(({ type, value }) => [type, value]));
    const segments = dialog.getByRole('spinbutton');
    for (const [at, part] of (['day', 'month', 'year'] as const).entries()) {
      await segments.nth(at).click();
      await page.keyboard.type(typed[part] ?? '');
    }
    await dialog.getByLabel('الساعة (24 ساعة)').fill('22:30');
    await dialog.getByRole('button', { name: 'أعلن الصيانة' }).click();
    await page.getByText(/صيانة معلنة من .*10:30/).waitFor(seconds(20));
    const { systems } = (await page.evaluate(async () => (await fetch('/api/systems/mine')).json())) as {
      systems: { id: string; state: string; announced: object | null }[];
    };
    const found = systems.find(({ id }) => id === 'cemeteries');
    expect([found?.state === 'maintenance', found?.announced !== null]).toEqual([false, true]);
    await page.getByRole('button', { name: 'ألغِ الصيانة' }).click();
    await page.getByRole('button', { name: 'ابدأ الصيانة' }).waitFor(seconds(20));
  });

  test('changes its title by the form; everybody reads the new one', async () => {
    await page.goto(`${hub.url}/operations/systems/cemeteries`);
    await page.getByRole('link', { name: 'تعديل' }).click();
    await page.getByLabel('الاسم بالعربية').fill('سجل المقابر والدفن');
    for (const step of ['الموقع', 'من يدخل', 'نقل الدخول', 'العرض', 'الاتصال يعمل، والنظام جاهز للنشر']) {
      await next();
      await heading(step);
    }
    await saved('سجل المقابر والدفن');
    await page.goto(`${hub.url}/systems`);
    await page.getByText('سجل المقابر والدفن').waitFor(seconds(20));
  });

  test('connects another by one YAML file and the command, with no restart', async () => {
    const file = join(hub.dataDir, 'gardens.yaml');
    writeFileSync(
      file,
      `# The gardens register, as its owner wrote it.
id: gardens
title: { ar: سجل الحدائق, en: Gardens register }
description: { ar: الحدائق وصيانتها, en: Gardens and their upkeep }
owner: licences
adapter: webapp
connection:
  upstream: "${older.url}"
  host: gardens
access: signed-in
signIn:
  bridge: headers
  headers: { X-Remote-User: username }
bar: true
rewrite: [html]
`,
    );
    expect(await hub.cli('system', 'add', file)).toMatchObject({ code: 0 });
    await expect.poll(() => page.goto(`${hub.url}/auth/enter/gardens`).then(() => page.locator('#older').count()), seconds(30)).toBe(1);
    await page.goto(`${hub.url}/operations/systems/gardens`);
    await expect.poll(() => page.locator('pre').first().textContent(), seconds(20)).toContain('سجل الحدائق');
  });

  test('a wrong file is refused with file, line, field and expectation, shown in the page; the running set stays', async () => {
    mkdirSync(join(hub.dataDir, 'systems'), { recursive: true });
    writeFileSync(
      join(hub.dataDir, 'systems', 'parking.yaml'),
      'id: parking\ntitle: { ar: مواقف, en: Parking }\nowner: licences\nadapter: webapp\nconnection:\n  upstream: parking-server\n  host: parking\naccess: signed-in\n',
    );
    await page.goto(`${hub.url}/operations/systems`);
    const row = page.getByRole('row', { name: /parking\.yaml/ });
    await expect.poll(() => row.count(), seconds(60)).toBe(1);
    const cells = (await row.textContent()) ?? '';
    expect(cells).toContain('parking.yaml:6');
    expect(cells).toContain('connection.upstream');
    expect(cells).toContain('"parking-server"');
    await page.getByRole('link', { name: /سجل المقابر/ }).waitFor();
    await page.goto(`${hub.url}/auth/enter/cemeteries`);
    expect(await page.locator('#older').count()).toBe(1);
  });

  test('disconnects it, after being asked; its host answers no more', async () => {
    await page.goto(`${hub.url}/operations/systems/cemeteries`);
    await page.getByRole('button', { name: 'افصل النظام' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'افصل النظام' }).click();
    await page.getByRole('heading', { level: 1, name: 'الأنظمة المتصلة' }).waitFor(seconds(20));
    await expect.poll(() => page.getByRole('link', { name: /سجل المقابر/ }).count(), seconds(20)).toBe(0);
    const gone = await page.goto(`${hub.url.replace('localhost', 'cemeteries.localhost')}/`);
    expect(gone?.status()).toBe(404);
  });

  test('may not connect a system of a unit that is not theirs', async () => {
    await page.goto(`${hub.url}/operations/systems`);
    const answer = await page.evaluate(async (upstream) => {
      const definition = {
        id: 'other',
        title: { ar: 'أ', en: 'a' },
        owner: 'it-center',
        adapter: 'webapp',
        connection: { upstream, host: 'other' },
        access: 'public',
      };
      const response = await fetch('/api/operations/systems', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ definition }),
      });
      return { status: response.status, code: ((await response.json()) as { code: string }).code };
    }, older.url);
    expect(answer).toEqual({ status: 403, code: 'OPERATIONS_OTHER_UNIT' });
  });
});
