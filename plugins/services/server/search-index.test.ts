import { describe, expect, test } from 'vitest';
import { foldText } from '@amanah/plugin-api';
import { loadContent } from './content.ts';
import { SearchIndex } from './search-index.ts';

const index = new SearchIndex(loadContent(new URL('../../../config/', import.meta.url)));
const within = (query: string, count: number) =>
  index
    .find(query)
    .slice(0, count)
    .map(({ code }) => code);

/** Query → the service that must be among the first six. */
const queries: readonly (readonly [string, string])[] = [
  ['فسح بناء', 'SRV-021'],
  ['فسح', 'SRV-021'],
  ['كرت صحي', 'SRV-019'],
  ['كرت بلدية', 'SRV-019'],
  ['كروكي', 'SRV-041'],
  ['الكروكى', 'SRV-041'],
  ['بسطة', 'SRV-086'],
  ['بسطه', 'SRV-086'],
  ['رخصة محل', 'SRV-001'],
  ['رخصه محل', 'SRV-001'],
  ['رخصت محل', 'SRV-001'],
  ['رُخْصَة مَحَل', 'SRV-001'],
  ['رخـــصة محل', 'SRV-001'],
  ['فتح محل', 'SRV-001'],
  ['رخصة بلدية', 'SRV-001'],
  ['إصدار رخصة تجارية', 'SRV-001'],
  ['اصدار رخصه تجاريه', 'SRV-001'],
  ['تجديد الرخصة التجارية', 'SRV-003'],
  ['تجديد رخصة محل', 'SRV-003'],
  ['شكوى', 'SRV-071'],
  ['شكوي', 'SRV-071'],
  ['حفرة', 'SRV-071'],
  ['تعقيب', 'SRV-114'],
  ['متابعة معاملة', 'SRV-114'],
  ['وايت', 'SRV-071'],
  ['طفح', 'SRV-071'],
  ['صبة', 'SRV-076'],
  ['ردم', 'SRV-076'],
  ['إنارة', 'SRV-082'],
  ['انارة', 'SRV-082'],
  ['مطب', 'SRV-082'],
  ['غرامة', 'SRV-062'],
  ['غرامه', 'SRV-062'],
  ['اعتراض', 'SRV-063'],
  ['تظلم', 'SRV-063'],
  ['دفن', 'SRV-084'],
  ['إذن دفن', 'SRV-084'],
  ['اذن الدفن', 'SRV-084'],
  ['مقبرة', 'SRV-085'],
  ['فود ترك', 'SRV-087'],
  ['عربة طعام', 'SRV-087'],
  ['شهادة إتمام بناء', 'SRV-033'],
  ['شهادة اشغال', 'SRV-033'],
  ['هدم', 'SRV-027'],
  ['ترميم', 'SRV-028'],
  ['تسوير', 'SRV-029'],
  ['منحة', 'SRV-050'],
  ['منحه ارض', 'SRV-050'],
  ['زوائد', 'SRV-052'],
  ['حاوية', 'SRV-075'],
  ['زبالة', 'SRV-075'],
  ['حفرية', 'SRV-078'],
  ['مخيم', 'SRV-091'],
  ['مخيم موسمى', 'SRV-091'],
  ['سداد', 'SRV-097'],
  ['فاتورة', 'SRV-097'],
  ['تفويض', 'SRV-112'],
  ['نفاذ', 'SRV-111'],
  ['موعد', 'SRV-113'],
  ['SRV-021', 'SRV-021'],
  ['srv ٠٢١', 'SRV-021'],
  ['معقب', 'SRV-119'],
  ['health card', 'SRV-019'],
  ['helth certificate', 'SRV-019'],
  ['shop licence', 'SRV-001'],
  ['shop lisence', 'SRV-001'],
  ['croquis', 'SRV-041'],
  ['building permit', 'SRV-021'],
  ['demolition', 'SRV-027'],
  ['demolitoin permit', 'SRV-027'],
  ['food truck', 'SRV-087'],
  ['funeral', 'SRV-084'],
  ['graveyard', 'SRV-085'],
  ['fine', 'SRV-062'],
  ['pothole', 'SRV-071'],
  ['refund', 'SRV-098'],
  ['appointment', 'SRV-113'],
  ['open data', 'SRV-099'],
];

describe('search', () => {
  test.each(queries)('«%s» finds %s', (query, code) => {
    expect(within(query, 6)).toContain(code);
  });

  test('nothing is found for nothing, for punctuation, and for words of no service', () => {
    for (const query of ['', '  ', '«»', 'زقزقةعصافير']) expect(index.find(query)).toEqual([]);
  });

  test('folding joins hamza forms, taa marbuta, alef maqsura, marks, tatweel and all digits', () => {
    expect(foldText('إدارةُ الـمَبنى ٢٣ ۴')).toBe('اداره المبني 23 4');
  });
});
