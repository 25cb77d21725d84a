import { expect, test } from 'vitest';
import { importReport } from './import-report.ts';

test('a name that a program of tables would carry out is text in the report, and quotes stay within their cell', async () => {
  const row = { nth: 1, number: '50143010001', shop: '=HYPERLINK("http://x")', result: 'bad', reasons: ['owner-wrong'], notes: [] };
  const db = { query: async () => [row, { ...row, nth: 2, shop: '-1+1' }] as never, transaction: async () => undefined as never };
  const report = (await importReport(db, '1', (key) => key)).toString('utf8');
  expect(report.startsWith('\ufeff"rolloutColumnNth"')).toBe(true);
  expect(report).toContain(`"'=HYPERLINK(""http://x"")"`);
  expect(report).toContain(`"'-1+1"`);
  expect(report).toContain('"rolloutReason-owner-wrong"');
});
