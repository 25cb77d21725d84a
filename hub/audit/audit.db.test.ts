import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestStore } from '../store/store-fixture.ts';
import { createAudit } from './create-audit.ts';
import { exportedLines, verifyExport } from './export.ts';

let opened: Awaited<ReturnType<typeof openTestStore>>;
const entry = (subject: string) => ({ action: 'client.added', actor: null, subject, requestId: 'r1', data: { title: 'بوابة' } });

beforeAll(async () => (opened = await openTestStore()));
afterAll(() => opened.close());

it('chains records that are written at the same time by two replicas', async () => {
  const audits = await Promise.all([opened.store, await opened.replica()].map((store) => createAudit(store)));
  await Promise.all(Array.from({ length: 20 }, (_, n) => audits[n % 2]!.record(entry(`s${n}`))));
  expect(await audits[0]!.verify()).toEqual({ records: 20, brokenAt: null, reason: null });
});

it('exports every record, and the export is unbroken', async () => {
  expect(await verifyExport(exportedLines(opened.store.hub))).toMatchObject({ records: 20, brokenAt: null });
});

it.each(["UPDATE hub.audit_record SET subject = 'x'", 'DELETE FROM hub.audit_record', 'TRUNCATE hub.audit_record'])('refuses: %s', async (sql) => {
  await expect(opened.database.query(sql)).rejects.toMatchObject({ code: '42501' });
});

it.each([
  ["UPDATE hub.audit_record SET body = replace(body, 's', 'z') WHERE number = 5", 5],
  ["UPDATE hub.audit_record SET action = 'other' WHERE number = 4", 4],
  ['DELETE FROM hub.audit_record WHERE number = 3', 3],
])('shows where somebody with all rights did: %s', async (sql, brokenAt) => {
  await opened.database.query('ALTER TABLE hub.audit_record DISABLE TRIGGER ALL');
  await opened.database.query(sql);
  expect(await (await createAudit(opened.store)).verify()).toMatchObject({ brokenAt });
});
