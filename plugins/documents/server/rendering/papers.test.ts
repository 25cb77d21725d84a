import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as papers from '../../testing/papers.ts';
import { taskOf } from '../../testing/draw.ts';
import { factsOf, qrIn, textOf, wordBoxes } from '../../testing/read-pdf.ts';
import { Renderer } from './renderer.ts';

const pageWidth = 595.3;
const log = { debug() {}, info() {}, warn() {}, error() {} };
let renderer: Renderer;
beforeAll(() => void (renderer = new Renderer(log)));
afterAll(() => renderer.close());

describe.each(Object.entries(papers))('%s', (_name, paper) => {
  let pdf: Uint8Array;
  beforeAll(async () => void (pdf = await renderer.draw(taskOf(paper))));

  test('says its title, its number, its issuer, both calendars and what it is about in both languages, as text that can be searched', () => {
    const text = textOf(pdf);
    for (const words of [paper.title.ar, paper.title.en, paper.subject, 'أمانة المنطقة الشرقية', 'Eastern Province Municipality'])
      expect(text).toContain(words);
    for (const words of ['جمادى الآخرة', 'نوفمبر', '23 November 2026', '7K3M9-QXW2T', 'التحقق من صحة الوثيقة', 'Check this document'])
      expect(text).toContain(words);
  });

  test('is tagged PDF/A-2a with title and language, on one page', () => {
    expect(factsOf(pdf)).toMatchObject({
      Tagged: 'yes',
      Title: `${paper.title.ar} – ${paper.title.en} ${paper.subject}`,
      Pages: '1',
      Author: 'أمانة المنطقة الشرقية',
    });
    const raw = Buffer.from(pdf).toString('latin1');
    expect(raw).toContain('<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>');
    expect(raw).toMatch(/\/Lang \(ar\)/);
    expect(raw).toMatch(/\/Lang \(en\)/);
  });

  test('carries a QR that leads to its verification page', () => {
    expect(qrIn(pdf)).toBe('https://hub.example.sa/v/7K3M9QXW2T');
  });

  test('is the same to the byte when it is drawn again', async () => {
    expect(Buffer.from(await renderer.draw(taskOf(paper))).equals(pdf)).toBe(true);
  });
});

describe('what people typed is shown as they typed it and breaks nothing', () => {
  const shopOf = async (name: string) => renderer.draw(taskOf(papers.licence, { shop: { ar: name, en: name } }));

  test('markup of Typst is text', async () => {
    const text = textOf(await shopOf('#panic("x") *b* $a$ #read("/etc/passwd") \\ `c`'));
    expect(text).toContain('#panic("x") *b* $a$');
    expect(text).not.toContain('root:');
  });

  test('marks of direction cannot turn words around', async () => {
    const text = textOf(await shopOf('Gulf \u202eyrecorG\u202c \u2066Shop\u2069'));
    expect(text).toContain('Gulf yrecorG Shop');
    expect(text).toContain('Trade name');
  });

  test('a name that no line holds is broken into lines and stays in its column', async () => {
    const pdf = await renderer.draw(taskOf(papers.licence, { shop: { ar: 'مؤسسة'.repeat(60), en: 'W'.repeat(200) } }));
    const middle = pageWidth / 2;
    const words = wordBoxes(pdf);
    expect(words.filter(({ left, right }) => left < 0 || right > pageWidth)).toEqual([]);
    expect(words.filter(({ word, right }) => /^W+$/.test(word) && right > middle)).toEqual([]);
    expect(words.filter(({ word, left }) => /(?:مؤسسة){2}/.test(word) && left < middle - 30)).toEqual([]);
    expect(textOf(pdf)).toContain('7K3M9-QXW2T');
  });

  test('characters that no face of ours has become a lozenge, and the licence is made all the same', async () => {
    const text = textOf(await shopOf('مقهى 龍 Dragon 🐉 \u{10ffff}\ud800'));
    expect(text).toContain('مقهى');
    expect(text).toContain('Dragon');
    expect(text).toContain('◊');
    expect(text).not.toContain('龍');
  });

  test('a thousand marks over one letter do not cover the next row', async () => {
    const pdf = await shopOf(`بقالة${'\u064b'.repeat(1_000)} Gulf${'\u0301'.repeat(1_000)}`);
    expect(factsOf(pdf).Pages).toBe('1');
  });

  test('a paper with two hundred rows goes on over pages, each numbered, and is still checked at its end', async () => {
    const answers = Array.from({ length: 200 }, (_, at) => ({ label: { ar: `سؤال ${at}`, en: `Question ${at}` }, value: { ar: 'نعم', en: 'Yes' } }));
    const pdf = await renderer.draw(taskOf(papers.submission, { answers }));
    expect(Number(factsOf(pdf).Pages)).toBeGreaterThan(3);
    const text = textOf(pdf);
    expect(text).toContain('Question 199');
    expect(text).toContain(`2/${factsOf(pdf).Pages}`);
    expect(text).toContain('7K3M9-QXW2T');
  });

  test('whatever stands in a name, the licence is made', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 80 }), async (name) => {
        expect((await shopOf(name)).length).toBeGreaterThan(10_000);
      }),
      { numRuns: 40 },
    );
  });
});

test('a template that asks for what the data lack is told by name', async () => {
  await expect(renderer.draw(taskOf({ ...papers.licence, data: {} }))).rejects.toMatchObject({
    code: 'DOCUMENTS_NOT_MADE',
    detail: expect.stringContaining('shop-licence.typ'),
  });
  await expect(renderer.draw(taskOf(papers.licence))).resolves.toBeInstanceOf(Uint8Array);
});
