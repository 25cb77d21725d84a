import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createTestHub, type CookieJar, type TestHub } from '@amanah/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from './pages/browser.ts';
import { pageFaults } from './pages/page-faults.ts';
import { operator, signInAsOfficial } from './pages/staff-sign-in.ts';

const seconds = (count: number) => ({ timeout: count * 1_000 });
const key = 'owner-changes-key-3b7c';
const owner = { id: 'changes-owner', password: 'changes-owner-password-1' };

async function openPage(browser: Browser): Promise<Page> {
  return (await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'ar-SA' })).newPage();
}
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click(seconds(60));

async function post(client: CookieJar, path: string, body: object): Promise<unknown> {
  const answer = await client.fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  return answer.json();
}

describe('a system that was saved', () => {
  let hub: TestHub;
  let browser: Browser;
  let page: Page;
  let server: Server;
  let client: CookieJar;

  const reply = (description: string) => ({ 200: { description, content: { 'application/json': { schema: { type: 'object' } } } } });
  const document = {
    openapi: '3.1.0',
    info: { title: 'Permits', version: '1' },
    servers: [{ url: '/api' }],
    components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } } },
    security: [{ key: [] }],
    paths: {
      '/permits/{number}': {
        get: {
          operationId: 'getPermit',
          parameters: [{ name: 'number', in: 'path', required: true, schema: { type: 'string' } }],
          responses: reply('one'),
        },
      },
      '/streets': { get: { operationId: 'listStreets', responses: reply('all') } },
    },
  };
  const definition = (url: string) => ({
    id: 'permits',
    title: { ar: 'سجل التصاريح', en: 'Permit register' },
    owner: 'it-center',
    adapter: 'openapi',
    connection: { document: { url: `${url}/openapi.json` }, credentials: [{ kind: 'apiKey', scheme: 'key', value: { secret: 'register-key' } }] },
    operations: {
      permit: {
        from: 'getPermit',
        title: { ar: 'التصريح', en: 'Permit' },
        effect: 'read',
        deadlineMs: 9_000,
        output: { fields: [{ to: 'state', from: 'hala', codes: { '1': 'valid' } }] },
      },
    },
    limits: { atOnce: 3 },
  });
  const call = (operation: string, input: object = { number: '7' }) => post(client, '/api/operations/systems/permits/try', { operation, input });

  beforeAll(async () => {
    server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://x');
      response.setHeader('content-type', 'application/json');
      if (pathname === '/openapi.json') return void response.end(JSON.stringify(document));
      if (request.headers['x-key'] !== key) return void response.writeHead(401).end('{}');
      response.end(JSON.stringify(pathname === '/api/streets' ? { streets: ['شارع الملك'] } : { raqm: '7', hala: '1' }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    hub = await createTestHub({ profile: 'demo' });
    await hub.addPerson(owner.id, owner.password, { role: 'administrator@eamana' });
    client = await hub.signIn(owner.id, owner.password);
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await post(client, '/api/operations/connect/save', { definition: definition(url), secrets: { 'register-key': key } })).toEqual({ id: 'permits' });
    browser = await openBrowser();
    page = await openPage(browser);
    await signInAsOfficial(page, hub.url, operator, '/operations/systems/permits');
  });
  afterAll(async () => {
    await browser?.close();
    await hub?.remove();
    server?.closeAllConnections();
    server?.close();
  });

  test('is opened in the same steps with what it has, is changed and tried while the old definition goes on, and lives by the new one once saved', async () => {
    await page.getByRole('link', { name: 'تعديل' }).click(seconds(60));
    await page.getByText('تعدّل نظاماً يعمل الآن').waitFor(seconds(60));
    expect(await page.getByLabel('الاسم بالعربية').inputValue()).toBe('سجل التصاريح');
    await page.getByLabel('الاسم بالعربية').fill('سجل التصاريح الجديد');
    expect(await pageFaults(page)).toEqual([]);
    await press(page, 'التالي');
    expect(await page.getByLabel('عنوان وثيقة OpenAPI').inputValue()).toContain('/openapi.json');
    expect(await page.getByRole('button', { name: /كيف تثبت/ }).textContent()).toContain('كما هي الآن');
    expect(await page.locator('#secret').count()).toBe(0);
    expect(await pageFaults(page)).toEqual([]);
    await press(page, 'اقرأ ما يقدمه النظام');

    const chosen = page.locator('.op-offer').filter({ hasText: 'getPermit' });
    await chosen.waitFor(seconds(60));
    expect(await chosen.getByRole('checkbox').isChecked()).toBe(true);
    await page.locator('.op-offer').filter({ hasText: 'listStreets' }).locator('label').first().click();
    await chosen.locator('.op-mapping').last().locator('summary').click();
    const codes = chosen.locator('textarea').filter({ visible: true }).first();
    expect(await codes.inputValue()).toBe('1 = valid');
    await codes.fill('1 = ساري');
    expect(await pageFaults(page)).toEqual([]);
    await press(page, 'التالي');

    await page.locator('#try-input').fill('{"number":"7"}');
    await press(page, 'جرّب');
    await page.getByText('نجحت التجربة').waitFor(seconds(60));
    expect(await page.locator('.op-text').first().textContent()).toContain('ساري');
    expect(await call('permit')).toMatchObject({ ok: true, output: { state: 'valid' } });
    expect(await call('listStreets', {})).toMatchObject({ code: 'SYSTEMS_OPERATION_UNKNOWN' });

    await press(page, 'التالي');
    // A busy machine may be slow, which the checks then say; saving is open all the same.
    await page.getByRole('heading', { name: /^الاتصال يعمل/ }).waitFor(seconds(60));
    await press(page, 'احفظ وانشر');
    await page.getByRole('heading', { name: 'وصف النظام' }).waitFor(seconds(60));
    expect(await call('permit')).toMatchObject({ ok: true, output: { state: 'ساري' } });
    expect(await call('listStreets', {})).toMatchObject({ ok: true, output: { streets: ['شارع الملك'] } });
  });

  test('keeps what the form does not show: times, limits, the way it signs in and its secret', async () => {
    const saved = (await (await client.fetch('/api/operations/systems/permits')).json()) as { definition: ReturnType<typeof definition> };
    const before = definition('');
    expect(saved.definition).toMatchObject({
      title: { ar: 'سجل التصاريح الجديد', en: 'Permit register' },
      connection: { credentials: before.connection.credentials },
      limits: before.limits,
      operations: { permit: { ...before.operations.permit, output: { fields: [{ to: 'state', from: 'hala', codes: { '1': 'ساري' } }] } } },
    });
    expect(JSON.stringify(saved)).not.toContain(key);
  });

  test('shows each call since by person, operation and day in the explorer', async () => {
    await page.goto(`${hub.url}/operations/exchanges?person=${owner.id}`);
    const rows = page.locator('tbody tr');
    await rows.first().waitFor(seconds(60));
    await page.getByRole('button', { name: /البحث برقم أو اسم/ }).click();
    await page.getByRole('option', { name: 'اسم العملية' }).click();
    await page.getByLabel('اسم العملية').last().fill('listStreets');
    await expect.poll(() => rows.count(), seconds(30)).toBe(1);
    expect(await rows.first().textContent()).toContain('listStreets');
    expect(await pageFaults(page)).toEqual([]);
    const found = async (query: string) =>
      ((await (await client.fetch(`/api/operations/exchanges?${query}`)).json()) as { exchanges: object[] }).exchanges.length;
    expect(await found('operation=listStreets&from=2020-01-01T00:00:00%2B03:00')).toBe(1);
    expect(await found('operation=listStreets&until=2020-01-01T00:00:00%2B03:00')).toBe(0);
    expect(await found(`person=${owner.id}`)).toBeGreaterThan(0);
    expect(await found('person=somebody-else')).toBe(0);
  });
});

describe('an adapter that was written a moment ago', () => {
  // Inside the work tree, so that the adapter finds the kit's packages as a real one does.
  const adapters = mkdtempSync(fileURLToPath(new URL('../../hub/systems/fixtures/.new-', import.meta.url)));
  let hub: TestHub;
  let browser: Browser;
  let system: { readonly url: string; close(): Promise<void> };

  beforeAll(async () => {
    hub = await createTestHub({ profile: 'demo', env: { AMANAH_ADAPTERS_DIR: adapters } });
    const made = await hub.cli('adapter', 'new', 'parking-meters', '--title-ar', 'عدادات المواقف', '--title-en', 'Parking meters');
    expect(made.code).toBe(0);
    const counterpart = (await import(pathToFileURL(`${adapters}/parking-meters/src/testing/counterpart.ts`).href)) as {
      startCounterpart(key: string): Promise<typeof system>;
    };
    system = await counterpart.startCounterpart(key);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await system?.close();
    await hub?.remove();
    rmSync(adapters, { recursive: true });
  });

  test('stands among the kinds of the wizard in its own words, and a system is connected by it', async () => {
    const page = await openPage(browser);
    await signInAsOfficial(page, hub.url, operator, '/operations/connect');
    await page.getByText('عدادات المواقف').click(seconds(60));
    await page.getByLabel('الاسم بالعربية').fill('عدادات الخبر');
    await page.getByLabel('الاسم بالإنجليزية').fill('Khobar meters');
    await page.getByLabel('المعرّف', { exact: true }).fill('meters');
    await page.locator('#owner').fill('الإدارة العامة لمركز المعلومات');
    await page.getByRole('option').first().waitFor(seconds(20));
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await press(page, 'التالي');
    await page.getByLabel('عنوان النظام').fill(system.url);
    await page.getByLabel('مفتاح الوصول').fill(key);
    expect(await pageFaults(page)).toEqual([]);
    await press(page, 'اقرأ ما يقدمه النظام');
    await page.locator('.op-offer').filter({ hasText: 'permits.get' }).locator('label').first().click(seconds(60));
    await press(page, 'التالي');
    await page.locator('#try-input').fill('{"number":"101"}');
    await press(page, 'جرّب');
    await page.getByText('نجحت التجربة').waitFor(seconds(60));
    await press(page, 'التالي');
    // A busy machine may be slow, which the checks then say; saving is open all the same.
    await page.getByRole('heading', { name: /^الاتصال يعمل/ }).waitFor(seconds(60));
    await press(page, 'احفظ وانشر');
    await page.getByRole('heading', { name: 'وصف النظام' }).waitFor(seconds(60));
    expect(await page.content()).not.toContain(key);
  });
});
