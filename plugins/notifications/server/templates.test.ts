import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { noticeMail } from './mail-message.ts';
import { measureSms } from './sms-segments.ts';
import { NoticeTemplates } from './templates.ts';
import { pattern } from './words.ts';

const templates = new NoticeTemplates(new URL('../../../config/notification-templates.yaml', import.meta.url), pattern);
const languages = ['ar', 'en'] as const;
const plain = (paragraphs: readonly (readonly { text: string }[])[]) => paragraphs.map((pieces) => pieces.map(({ text }) => text).join('')).join('\n');

describe.each(templates.names())('the template %s', (name) => {
  test.each(languages)('is whole in %s: no place is left open, and the text message has two parts at most without being cut', (language) => {
    const data = templates.sample(name);
    const written = templates.write(name, data, language);
    const text = templates.textMessage(name, data, language);
    expect([written.title, plain(written.paragraphs), text].join('\n')).not.toMatch(/[{}]|undefined|NaN|Invalid/);
    expect(measureSms(text)).toMatchObject({ encoding: language === 'ar' ? 'ucs-2' : 'gsm-7' });
    expect(measureSms(text).segments).toBeLessThanOrEqual(2);
    expect(text).not.toMatch(/…$/);
    expect(plain(written.paragraphs)).not.toMatch(/عزيزي |العميل|تم إصدار|بنجاح|يرجى العلم/);
  });
});

test('Arabic counts days in its six forms', () => {
  const days = (count: number) => templates.title('licence-expiring', { number: '44031234567', until: '2026-12-28', count }).ar;
  expect([0, 1, 2, 3, 11, 100].map(days)).toEqual([
    'تنتهي رخصتك رقم 44031234567 اليوم',
    'تنتهي رخصتك رقم 44031234567 غداً',
    'تنتهي رخصتك رقم 44031234567 بعد يومين',
    'تنتهي رخصتك رقم 44031234567 بعد 3 أيام',
    'تنتهي رخصتك رقم 44031234567 بعد 11 يوماً',
    'تنتهي رخصتك رقم 44031234567 بعد 100 يوم',
  ]);
});

test('a notice that lacks what its template names is refused with the names; so is one of no template', () => {
  expect(() => templates.assertFilled('licence-issued', { number: '1' })).toThrow(
    expect.objectContaining({ code: 'NOTIFICATIONS_DATA_MISSING', params: { template: 'licence-issued', names: 'until' } }) as Error,
  );
  expect(() => templates.assertFilled('nothing', {})).toThrow(expect.objectContaining({ code: 'NOTIFICATIONS_TEMPLATE_UNKNOWN' }) as Error);
});

test('what is filled into a mail stays text: no markup, no further place, no paragraph of its own', () => {
  const text = '<script>x</script>\n\n{headline} &amp; "نص"';
  const written = templates.write('announcement', { headline: { ar: 'عنوان', en: 'Title' }, text: { ar: text, en: text } }, 'ar');
  expect(written.paragraphs).toHaveLength(1);
  const links = { settings: 'https://portal.example/account/notifications', stop: null };
  const { html } = noticeMail({ written, at: new Date(), address: 'https://portal.example/news' }, links, 'ar');
  expect(html).not.toContain('<script');
  expect(html).toContain('&lt;script&gt;x&lt;/script&gt;');
  expect(html).toContain('{headline}');
});

test('a file that lacks an example for a place is refused, naming the template and the place', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'amanah-templates-')), 'notification-templates.yaml');
  const both = '{ ar: "{who}", en: "{who}" }';
  writeFileSync(
    file,
    `sender: { ar: س, en: S }\ntemplates:\n  one: { category: tasks, about: ${both}, sample: {}, title: ${both}, short: ${both}, body: ${both}, action: ${both} }\n`,
  );
  expect(() => new NoticeTemplates(pathToFileURL(file), pattern)).toThrow(/one: sample lacks who/);
});
