import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FieldUi } from '../../shared/forms/form-types.ts';
import { fieldName, fileIdsIn, uploadRulesOf, withTrueFiles } from './answer-files.ts';
import type { KnownFile } from './attachments.ts';

const words = { ar: 'كلمة', en: 'word' };
const upload = { accept: ['.pdf'], maxBytes: 1_000, maxFiles: 2 };
const field = (more: Partial<FieldUi>): FieldUi => ({ title: words, purpose: words, widget: 'text', ...more });
const form = {
  service: 'SRV-001',
  ui: {
    name: field({}),
    deed: field({ widget: 'upload', upload }),
    signs: field({ widget: 'repeater', items: { width: field({}), photo: field({ widget: 'upload', upload }) } }),
    owner: field({ widget: 'group', items: { card: field({ widget: 'upload', upload }) } }),
  },
};
const known = (...files: readonly [id: string, field: string][]) =>
  new Map<string, KnownFile>(
    files.map(([id, of]) => [id, { id, field: of, name: `${id}.pdf`, size: 7, type: 'application/pdf', sha256: `${id.replace(/ again$/, '')} of ${of}` }]),
  );

test('files of rows and groups belong to the field without the numbers of rows', () => {
  expect(fieldName('signs.12.photo')).toBe('signs.photo');
  expect(uploadRulesOf(form, 'signs.0.photo')).toBe(upload);
  expect(uploadRulesOf(form, 'owner.card')).toBe(upload);
  for (const path of ['name', 'signs', 'signs.0.width', 'nothing', 'deed.photo', 'constructor', 'signs.0.__proto__', ''])
    expect(() => uploadRulesOf(form, path), path).toThrow('ATTACHMENT_FIELD_UNKNOWN');
});

test('what a browser says of a file gives way to what is known of it, at every depth', () => {
  const answers = {
    name: 'سارة',
    deed: [{ id: 'one', name: 'lie.exe', size: 1, more: true }, { id: 'unknown' }, 'one', null],
    signs: [
      { width: 3, photo: [{ id: 'two' }] },
      { width: 4, photo: [{ id: 'one' }] },
    ],
    owner: { card: [{ id: 'three' }] },
  };
  expect(fileIdsIn(form, answers)).toEqual(['one', 'unknown', 'two', 'one', 'three']);
  expect(withTrueFiles(form, answers, known(['one', 'deed'], ['two', 'signs.photo'], ['three', 'owner.card']))).toEqual({
    name: 'سارة',
    deed: [{ id: 'one', name: 'one.pdf', size: 7 }],
    signs: [{ width: 3, photo: [{ id: 'two', name: 'two.pdf', size: 7 }] }, { width: 4 }],
    owner: { card: [{ id: 'three', name: 'three.pdf', size: 7 }] },
  });
});

test('the same file, named or sent twice for a field, counts once', () => {
  const answers = { deed: [{ id: 'one' }, { id: 'one' }, { id: 'one again' }] };
  expect(withTrueFiles(form, answers, known(['one', 'deed'], ['one again', 'deed']))).toEqual({ deed: [{ id: 'one', name: 'one.pdf', size: 7 }] });
});

test('whatever is sent as answers, only known files of their own field stay', () => {
  fc.assert(
    fc.property(fc.record({ deed: fc.anything(), signs: fc.anything(), owner: fc.anything() }, { requiredKeys: [] }), (answers) => {
      expect(fileIdsIn(form, withTrueFiles(form, answers, new Map()))).toEqual([]);
    }),
  );
});
