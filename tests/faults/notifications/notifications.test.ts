import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openNotificationLab, states, type NotificationLab } from './notification-lab.ts';

let lab: NotificationLab;
beforeAll(async () => void (lab = await openNotificationLab()), 180_000);
afterAll(() => lab?.close());
beforeEach(async () => {
  await lab.mailFault('none');
  await lab.gatewayMode('none');
  await lab.gatewayFault('none');
});

const soon = { timeout: 40_000, interval: 250 };
const noQuiet = { quiet: null };
/** The whole day but one minute, so that it is quiet now. */
const alwaysQuiet = { quiet: { from: 1, until: 0 } };
const invoice = (key: string) =>
  ({
    template: 'invoice-issued',
    data: { bill: '134000100', title: { ar: 'رسوم رخصة', en: 'Licence fees' }, amount: '480.00', due: '2026-12-10' },
    to: '/payments/134000100',
    key,
  }) as const;
const task = (key: string, step: string) =>
  ({
    template: 'task-assigned',
    data: { number: 'EA-2026-000123', step: { ar: step, en: step }, due: '2026-12-10' },
    to: '/requests/EA-2026-000123',
    key,
  }) as const;

test('a notice is in the portal, in an Arabic mail of text and HTML and in a text message; told again under its key it comes nowhere twice', async () => {
  const huda = await lab.person('huda-a', { mobile: '+966501230001' });
  await huda.settings(noQuiet);
  expect(await huda.tell(invoice('invoice/1'))).toBe(200);
  await expect.poll(async () => states(await lab.record('huda-a'), 'invoice/1'), soon).toEqual({ portal: 'sent', mail: 'sent', sms: 'sent' });
  expect(await huda.tell(invoice('invoice/1'))).toBe(200);
  expect(await huda.list()).toEqual(['فاتورة سداد رقم 134000100: 480.00 ريال']);

  const [mail, ...more] = await lab.mails(huda.mail);
  expect(more).toEqual([]);
  expect(mail).toMatchObject({ subject: 'فاتورة سداد رقم 134000100: 480.00 ريال', from: 'أمانة المنطقة الشرقية' });
  expect(mail?.headers).toMatchObject({ 'content-language': 'ar', 'auto-submitted': 'auto-generated' });
  expect(mail?.headers['content-type']).toContain('multipart/alternative');
  expect(mail?.text).toContain('سددها قبل 1 رجب 1448هـ – 10 ديسمبر 2026م');
  expect(mail?.html).toMatch(/<html lang="ar" dir="rtl">/);
  expect(mail?.html).toContain(`${lab.hub().url}/payments/134000100`);

  const [text, ...others] = await lab.texts(huda.mobile);
  expect(others).toEqual([]);
  expect(text).toMatchObject({ encoding: 'UCS2', parts: 2 });
  expect(text?.text).toBe('أمانة الشرقية: فاتورة سداد 134000100 بمبلغ 480.00 ريال حتى 1 رجب 1448هـ. رمز المفوتر 134.');
});

test('who reads English gets English; what was turned off does not come; security always does', async () => {
  const omar = await lab.person('omar-a', { mobile: '+966501230002' });
  const kept = await omar.settings({ ...noQuiet, language: 'en' });
  const choices = { ...kept.choices, payments: { mail: 'off', sms: false }, security: { mail: 'off', sms: false } } as const;
  expect((await omar.settings({ choices })).choices.security).toEqual({ mail: 'each', sms: true });
  await omar.tell(invoice('invoice/2'));
  await omar.tell({
    template: 'account-changed',
    data: { what: { ar: 'أُضيف مفتاح مرور', en: 'A passkey was added' }, at: '2026-11-27T09:15:00Z' },
    to: '/account/security',
    key: 'passkey/1',
  });
  await expect.poll(async () => states(await lab.record('omar-a'), 'passkey/1'), soon).toEqual({ portal: 'sent', mail: 'sent', sms: 'sent' });
  expect(states(await lab.record('omar-a'), 'invoice/2')).toEqual({ portal: 'sent', mail: 'suppressed', sms: 'suppressed' });
  const [mail, ...more] = await lab.mails(omar.mail);
  expect(more).toEqual([]);
  expect(mail).toMatchObject({ subject: 'Your account changed: A passkey was added' });
  expect(mail?.html).toMatch(/<html lang="en" dir="ltr">/);
  expect(mail?.headers).not.toHaveProperty('list-unsubscribe');
  expect((await lab.texts(omar.mobile)).map(({ encoding }) => encoding)).toEqual(['GSM7']);
});

test('quiet hours hold mail and text message back, not the portal; what is urgent passes', async () => {
  const sara = await lab.person('sara-a', { mobile: '+966501230003' });
  await sara.settings(alwaysQuiet);
  await sara.tell(invoice('invoice/3'));
  const suspended = { number: '44031234567', reason: { ar: 'مخالفة صحية', en: 'a health violation' } };
  await sara.tell({ template: 'licence-suspended', data: suspended, to: '/licences/44031234567', key: 'suspended/3', urgency: 'urgent' });
  await expect.poll(async () => states(await lab.record('sara-a'), 'suspended/3'), soon).toEqual({ portal: 'sent', mail: 'sent', sms: 'sent' });
  expect(states(await lab.record('sara-a'), 'invoice/3')).toEqual({ portal: 'sent', mail: 'delayed', sms: 'delayed' });
  expect(await sara.list()).toHaveLength(2);
  expect((await lab.mails(sara.mail)).map(({ subject }) => subject)).toEqual(['أُوقفت رخصتك رقم 44031234567']);
  await lab.morning();
  await expect.poll(async () => states(await lab.record('sara-a'), 'invoice/3'), soon).toEqual({ portal: 'sent', mail: 'sent', sms: 'sent' });
  expect(await lab.mails(sara.mail)).toHaveLength(2);
});

test('the mail of the day gathers what is not urgent, and its link stops it with one click and without signing in', async () => {
  const fahad = await lab.person('fahad-a', { mobile: '+966501230004' });
  await fahad.settings(noQuiet);
  for (const [key, step] of [
    ['task/1', 'مراجعة المتطلبات'],
    ['task/2', 'اعتماد القرار'],
    ['task/3', 'تدقيق المخطط'],
  ] as const)
    await fahad.tell(task(key, step));
  expect(states(await lab.record('fahad-a'), 'task/1')).toEqual({ portal: 'sent', mail: 'delayed', sms: 'suppressed' });
  await lab.morning();
  await expect.poll(async () => states(await lab.record('fahad-a'), 'task/3').mail, soon).toBe('sent');
  const [mail, ...more] = await lab.mails(fahad.mail);
  expect(more).toEqual([]);
  expect(mail).toMatchObject({ subject: '3 إشعارات ليومك' });
  for (const step of ['مراجعة المتطلبات', 'اعتماد القرار', 'تدقيق المخطط']) expect(mail?.text).toContain(step);
  expect(mail?.headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click');

  const address = /^<(.+)>$/.exec(mail?.headers['list-unsubscribe'] ?? '')?.[1] ?? '';
  const opened = await fetch(address);
  expect(opened.url).toContain('/unsubscribe/');
  expect(await opened.text()).toContain('هل تريد إيقاف رسائل البريد عن: رسالة اليوم؟');
  expect((await fahad.settings({})).choices.tasks.mail).toBe('daily');
  const clicked = await fetch(address, { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) });
  expect(clicked.status).toBe(200);
  expect((await fahad.settings({})).choices.tasks.mail).toBe('off');
  expect(await (await fetch(opened.url)).text()).toContain('أُوقفت رسائل البريد');
  expect((await fetch(`${address}x`, { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) })).status).toBe(400);
  expect((await fetch(`${opened.url}x`)).status).toBe(404);
});

test('an import tells nobody on any channel, and its keys are used up', async () => {
  const amal = await lab.person('amal-a', { mobile: '+966501230005' });
  await amal.settings(noQuiet);
  for (const number of ['44031000001', '44031000002', '44031000003']) {
    const notice = {
      template: 'licence-issued',
      data: { number, until: '2028-05-28' },
      to: `/licences/${number}`,
      key: `licence/${number}`,
      urgency: 'urgent',
    } as const;
    expect(await amal.tell(number.endsWith('3') ? { ...notice, silent: true } : notice, !number.endsWith('3'))).toBe(200);
    expect(await amal.tell(notice)).toBe(200);
  }
  await amal.tell({ template: 'payment-received', data: { bill: '1', amount: 10 }, to: '/payments/1', key: 'paid/1' });
  await expect.poll(async () => states(await lab.record('amal-a'), 'paid/1'), soon).toEqual({ portal: 'sent', mail: 'sent', sms: 'sent' });
  expect(await amal.list()).toEqual(['وصل سداد الفاتورة 1: 10.00 ريال']);
  expect(await lab.mails(amal.mail)).toHaveLength(1);
  expect(await lab.texts(amal.mobile)).toHaveLength(1);
  expect(states(await lab.record('amal-a'), 'licence/44031000001')).toEqual({ portal: 'suppressed' });
});

test('an address that takes no mail gets none any more, the portal says so, and another address is tried again', async () => {
  const noor = await lab.person('noor-a', { mail: 'nobody@demo.amanah.test', mobile: '+966501230006' });
  await noor.settings(noQuiet);
  await noor.tell(invoice('invoice/6'));
  await expect.poll(async () => states(await lab.record('noor-a'), 'invoice/6'), soon).toEqual({ portal: 'sent', mail: 'failed', sms: 'sent' });
  expect(await noor.list()).toContain('بريدك الإلكتروني لا يستقبل رسائلنا. صحّحه في حسابك.');
  await noor.tell(invoice('invoice/7'));
  await expect.poll(async () => states(await lab.record('noor-a'), 'invoice/7').mail, soon).toBe('suppressed');
  const asked = (await (await noor.jar.fetch('/api/notifications/settings')).json()) as { contacts: object };
  expect(asked.contacts).toEqual({ mail: 'refused', sms: 'known' });
  const body = JSON.stringify({ email: 'noor-new@demo.amanah.test', mobile: noor.mobile });
  await noor.jar.fetch('/api/account/contact', { method: 'PUT', headers: { 'content-type': 'application/json' }, body });
  await noor.tell(invoice('invoice/8'));
  await expect.poll(async () => states(await lab.record('noor-a'), 'invoice/8').mail, soon).toBe('sent');
});

test('with mail server and gateway down both are tried again, and each message comes once when they are back; the record never has its text', async () => {
  const badr = await lab.person('badr-a', { mobile: '+966501230007' });
  await badr.settings(noQuiet);
  await lab.mailFault('busy');
  await lab.gatewayMode('down');
  await badr.tell(invoice('invoice/9'));
  await expect.poll(async () => (await lab.record('badr-a')).filter(({ channel, error }) => channel !== 'portal' && error).length, soon).toBe(2);
  expect(states(await lab.record('badr-a'), 'invoice/9')).toEqual({ portal: 'sent', mail: 'waiting', sms: 'waiting' });
  await lab.mailFault('none');
  await lab.gatewayMode('none');
  await expect
    .poll(async () => states(await lab.record('badr-a'), 'invoice/9'), { timeout: 120_000, interval: 500 })
    .toEqual({ portal: 'sent', mail: 'sent', sms: 'sent' });
  expect(await lab.mails(badr.mail)).toHaveLength(1);
  expect(await lab.texts(badr.mobile)).toHaveLength(1);
  const record = await lab.record(badr.mobile);
  expect(record.every(({ attempts, channel }) => channel === 'portal' || attempts > 1)).toBe(true);
  expect(JSON.stringify(record)).not.toContain('480');
});

test('a hub that is killed between the content of a mail and its record sends it once; a person has it sent again, under the same Message-ID', async () => {
  const lama = await lab.person('lama-a', { mobile: '+966501230008' });
  await lama.settings(noQuiet);
  await lab.mailFault('slow-reply');
  await lama.tell(invoice('invoice/10'));
  await expect.poll(async () => (await lab.mails(lama.mail)).length, soon).toBe(1);
  await lab.killAndStartAgain();
  await lab.mailFault('none');
  await expect
    .poll(async () => states(await lab.record('lama-a'), 'invoice/10'), { timeout: 120_000, interval: 500 })
    .toEqual({ portal: 'sent', mail: 'unknown', sms: 'sent' });
  expect(await lab.mails(lama.mail)).toHaveLength(1);
  expect(await lab.texts(lama.mobile)).toHaveLength(1);
  const row = (await lab.record('lama-a')).find(({ channel }) => channel === 'mail');
  expect(row?.reason).toBe('توقفت المنصة أثناء تسليمه');
  expect(await lab.repeat(row?.id ?? 0)).toBe(200);
  await expect.poll(async () => states(await lab.record('lama-a'), 'invoice/10').mail, soon).toBe('sent');
  const ids = (await lab.mails(lama.mail)).map(({ messageId }) => messageId);
  expect(ids).toHaveLength(2);
  expect(new Set(ids).size).toBe(1);
  expect(await lab.repeat(row?.id ?? 0)).toBe(409);
});

test('a connection that breaks after the content leaves a mail unknown; a text message whose answer was lost is asked again by its key and comes once', async () => {
  const zaid = await lab.person('zaid-a', { mobile: '+966501230009' });
  await zaid.settings(noQuiet);
  await lab.mailFault('lost-reply');
  await lab.gatewayFault('lost-reply');
  await zaid.tell(invoice('invoice/11'));
  await expect.poll(async () => states(await lab.record('zaid-a'), 'invoice/11').mail, soon).toBe('unknown');
  await lab.gatewayFault('none');
  await expect.poll(async () => ['sent', 'unknown'].includes(states(await lab.record('zaid-a'), 'invoice/11').sms ?? ''), soon).toBe(true);
  expect(await lab.mails(zaid.mail)).toHaveLength(1);
  expect(await lab.texts(zaid.mobile)).toHaveLength(1);
});
