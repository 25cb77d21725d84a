import { createTestHub, startTestDatabase, type CookieJar, type TestDatabase, type TestHub } from '@amanah/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import sharp from 'sharp';
import { expect } from 'vitest';
import { pageFaults } from './page-faults.ts';
import { picture } from './picture.ts';
import { signInAsOfficial, type StaffAccount } from './staff-sign-in.ts';

/** A hub with a database that the test reaches too: what only time brings about is set there. */
export interface OfficersHub {
  readonly hub: TestHub;
  readonly database: TestDatabase;
  /** Sets when the open task of a request came and is due, as intervals from now. */
  due(number: string, cameBefore: string, dueIn: string): Promise<unknown>;
  /** Gives the open task of a request another form and role. */
  becomes(number: string, form: string, role: string): Promise<unknown>;
  tokenOf(number: string): Promise<number>;
  remove(): Promise<void>;
}

export async function startOfficersHub(): Promise<OfficersHub> {
  const database = await startTestDatabase();
  const hub = await createTestHub({ profile: 'demo', env: { DATABASE_URL: database.url } });
  return {
    hub,
    database,
    due: (number, cameBefore, dueIn) =>
      database.query(`UPDATE plugin_requests.task SET opened_at = now() - $2::interval, due_at = now() + $3::interval WHERE request = $1`, [
        number,
        cameBefore,
        dueIn,
      ]),
    becomes: (number, form, role) => database.query(`UPDATE plugin_requests.task SET form = $2, role = $3 WHERE request = $1`, [number, form, role]),
    async tokenOf(number) {
      const [task] = await database.query<{ token: number }>('SELECT token FROM plugin_requests.task WHERE request = $1 AND closed_at IS NULL', [number]);
      return task!.token;
    },
    async remove() {
      await hub.remove();
      await database.drop();
    },
  };
}

export const ask = (client: CookieJar, method: string, path: string, body?: object) =>
  client.fetch(`/api/requests${path}`, { method, ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}) });

export async function answerOf<T>(client: CookieJar, method: string, path: string, body?: object): Promise<T> {
  const answer = await ask(client, method, path, body);
  const text = await answer.text();
  expect([200, 204], `${path}: ${text}`).toContain(answer.status);
  return (text ? JSON.parse(text) : undefined) as T;
}

/** Sends a report about cleanliness, with a photo where one is given. */
export async function sendReport(
  client: CookieJar,
  { details, municipality = 'm-dhahran', kind = 'waste', picture }: { details: string; municipality?: string; kind?: string; picture?: Buffer },
): Promise<string> {
  const draft = await answerOf<{ id: string }>(client, 'POST', '/drafts', { service: 'SRV-071' });
  let photos = {};
  if (picture) {
    const sent = await client.fetch(`/api/requests/drafts/${draft.id}/files?field=documentPHOTOS`, {
      method: 'POST',
      headers: { 'content-type': 'image/png', 'x-file-name': 'container.png' },
      body: new Uint8Array(picture),
    });
    expect(sent.status, await sent.clone().text()).toBe(200);
    const { id, name, size } = (await sent.json()) as { id: string; name: string; size: number };
    photos = { documentPHOTOS: [{ id, name, size }] };
  }
  const { number, problems } = await answerOf<{ number: string | null; problems: object[] }>(client, 'POST', `/drafts/${draft.id}/submission`, {
    answers: { reportKind: kind, details, municipality, site: { latitude: 26.2886, longitude: 50.1141 }, wantsCall: false, undertakingTruth: true, ...photos },
  });
  expect(problems).toEqual([]);
  return number!;
}

export interface Inbox {
  readonly tasks: readonly { readonly request: string; readonly token: number }[];
}

export const taskOf = async (client: CookieJar, number: string) => {
  const { tasks } = await answerOf<Inbox>(client, 'GET', '/inbox');
  const task = tasks.find(({ request }) => request === number);
  expect(task, `${number} is in the inbox`).toBeDefined();
  return { request: number, token: task!.token };
};

/** A street with a full container, as far as a test needs one. */
export function street(): Promise<Buffer> {
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="600"><rect width="800" height="600" fill="#cfd9d4"/><rect y="380" width="800" height="220" fill="#8a8f8c"/>
    <rect x="250" y="240" width="300" height="210" rx="12" fill="#1c6b45"/><rect x="235" y="220" width="330" height="34" rx="8" fill="#124a2f"/><circle cx="300" cy="455" r="22" fill="#222"/><circle cx="500" cy="455" r="22" fill="#222"/></svg>`;
  return sharp(Buffer.from(drawing)).png().toBuffer();
}

const seconds = (count: number) => ({ timeout: count * 1_000 });

/** An official signed in at a desk: the page, and the way to open another one of it. */
export async function workplaceOf(
  browser: Browser,
  base: string,
  account: StaffAccount,
  path: string,
): Promise<{ readonly page: Page; readonly context: BrowserContext; open(path: string, language?: 'ar' | 'en'): Promise<void> }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'ar-SA' });
  const page = await context.newPage();
  await signInAsOfficial(page, base, account, path);
  const open = async (to: string, language: 'ar' | 'en' = 'ar') => {
    await page.goto(`${base}/language/${language}?rd=${encodeURIComponent(to)}`);
    await page.locator('.rs-sheet').waitFor(seconds(30));
    await expect.poll(() => page.locator('.am-loading').count(), seconds(20)).toBe(0);
  };
  return { page, context, open };
}

/** No fault that axe finds, no scrolling sideways, and a picture for people. */
export async function looked(page: Page, name: string): Promise<void> {
  expect(await pageFaults(page), name).toEqual([]);
  await picture(page, name);
}

/** Six reports by the state that each is for: late, due soon, raced for, at a visit, of another municipality, at a signature. */
export async function sampleReports(office: OfficersHub, sender: CookieJar): Promise<Record<string, string>> {
  const numbers: Record<string, string> = {};
  const photo = await street();
  numbers['late'] = await sendReport(sender, { details: 'حاوية ممتلئة منذ ثلاثة أيام أمام المسجد وتصل رائحتها إلى البيوت', picture: photo });
  numbers['soon'] = await sendReport(sender, { details: 'حفرة عميقة في الشارع أمام المدرسة', kind: 'road' });
  numbers['raced'] = await sendReport(sender, { details: 'عمود إنارة مطفأ منذ أسبوع في الممشى', kind: 'road' });
  numbers['visit'] = await sendReport(sender, { details: 'محل يخزّن بضاعته على الرصيف ويعيق المشاة' });
  numbers['khobar'] = await sendReport(sender, { details: 'مخلفات بناء في أرض فضاء', municipality: 'm-khobar' });
  numbers['signed'] = await sendReport(sender, { details: 'تسرب مياه على الطريق العام' });
  await office.due(numbers['late'], '11 hours', '-3 hours');
  await office.due(numbers['soon'], '7 hours', '90 minutes');
  await office.due(numbers['raced'], '3 hours', '3 days');
  await office.becomes(numbers['visit'], 'visit', 'inspector');
  await office.becomes(numbers['signed'], 'signature', 'service-officer');
  return numbers;
}

/** A visit's checklist as an inspector left it half way: everything passes but item 17, a critical one. */
export async function halfFilledVisit(page: Page, office: OfficersHub, visit: string): Promise<void> {
  await page.evaluate(
    ([number, token]) => {
      const items = Object.fromEntries(Array.from({ length: 22 }, (_, nth) => [`item${String(nth + 1).padStart(2, '0')}`, nth === 16 ? 'fail' : 'pass']));
      const answers = { visitedOn: '2026-11-20', visitedAt: '10:30', presence: 'open', metPerson: 'مدير المحل', ...items };
      sessionStorage.setItem(`requests/form/${number}/${token}`, JSON.stringify({ answers, at: 'safety', complete: false }));
    },
    [visit, await office.tokenOf(visit)] as const,
  );
}

/** Chooses a photo in a form and waits until the hub has it. */
export async function addPhoto(page: Page, name: string, buffer: Buffer): Promise<void> {
  await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'image/png', buffer });
  await page.getByText(name).waitFor({ timeout: 20_000 });
  await expect.poll(() => page.getByRole('progressbar').count(), { timeout: 60_000 }).toBe(0);
}

/** What the server reckoned of a visit's checklist. */
export async function visitScoreOf(office: OfficersHub, visit: string): Promise<object | undefined> {
  const [kept] = await office.database.query<{ score: object }>(`SELECT facts->'visitScore' AS score FROM plugin_requests.request WHERE number = $1`, [visit]);
  return kept?.score;
}
