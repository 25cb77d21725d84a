import type { HubFigures, SystemInfo } from '@amanah/plugin-api';
import { describe, expect, test } from 'vitest';
import { attentionOf, type Seen } from './attention.ts';

const now = Date.parse('2026-11-24T12:00:00Z');
const figures: HubFigures = {
  databaseBytes: 1,
  outbox: { waiting: 0, oldestAt: null },
  queue: { waiting: 0, active: 0, delayed: 0 },
  schedules: [],
  deadLetters: 0,
  liveSessions: 1,
  signingKeySince: '2026-11-01T00:00:00Z',
  backupAt: '2026-11-24T02:00:00Z',
};
const calm: Seen = { parts: [], systems: [], plugins: [], problems: [], figures, microFrontends: [], openReports: 0, language: 'ar', now };
const system = (state: SystemInfo['state']) => ({ id: state, title: { ar: `نظام ${state}`, en: state }, state, since: '2026-11-24T09:15:00Z' }) as SystemInfo;
const part = (name: string) => ({ part: name, ok: false, critical: false, ms: 1, detail: 'no answer' });

describe('what waits for an operator', () => {
  test('is nothing when all is well', () => {
    expect(attentionOf(calm)).toEqual([]);
  });

  test('comes worst first: parts, systems that are down, slow ones, work of people, a late backup', () => {
    const kinds = attentionOf({
      ...calm,
      parts: [part('database')],
      systems: [system('slow'), system('down'), system('up'), system('maintenance')],
      figures: { ...figures, deadLetters: 3, backupAt: '2026-11-22T02:00:00Z' },
      openReports: 2,
    }).map(({ kind }) => kind);
    expect(kinds).toEqual(['part', 'system', 'slow', 'letters', 'reports', 'backup']);
  });

  test('names a refused plugin once, not also as a part', () => {
    const plugin = { id: 'parks', title: { ar: 'الحدائق', en: 'Parks' }, refusal: { code: 'HOST_LOAD_FAILED', detail: 'x' } } as Seen['plugins'][number];
    expect(attentionOf({ ...calm, parts: [part('plugin:parks')], plugins: [plugin] })).toEqual([{ kind: 'plugin', name: 'الحدائق', since: null, count: 1 }]);
  });

  test('names a wrong file once, however many of its lines are wrong', () => {
    const problem = { file: '/data/systems/wiki.yaml', line: 1, field: 'id', expected: 'a', found: 'b' };
    expect(attentionOf({ ...calm, problems: [problem, { ...problem, line: 2 }] })).toMatchObject([{ kind: 'file', name: 'wiki.yaml' }]);
  });

  test('asks for a backup when there was none within a day', () => {
    expect(attentionOf({ ...calm, figures: { ...figures, backupAt: null } })).toMatchObject([{ kind: 'backup', since: null }]);
  });
});
