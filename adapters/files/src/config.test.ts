import { expect, test } from 'vitest';
import { config } from './config.ts';

const folder = { at: 'sftp', url: 'sftp://files.qatif.example/outgoing', username: 'hub', password: { secret: 'password' } } as const;
const kind = { format: 'csv', pattern: 'licences-*.csv', fields: { number: { required: true } } } as const;
const wrong = (given: object) =>
  config
    .safeParse({ folder, ...given })
    .error?.issues.map(({ path, message, code }) => `${path.join('.')}: ${code === 'unrecognized_keys' ? code : message}`)
    .join('; ');

test('what is not given has its default', () => {
  expect(config.parse({ folder })).toMatchObject({
    everySeconds: 60,
    whole: { by: 'stable', seconds: 5 },
    settle: { by: 'move', done: 'done', bad: 'bad' },
    kinds: {},
    outgoing: {},
    folder: { hostKeys: [] },
  });
  expect(config.parse({ folder, kinds: { licences: kind }, acknowledge: {} })).toMatchObject({
    kinds: { licences: { delimiter: ',', header: true, mode: 'snapshot', key: [], member: '*' } },
    acknowledge: { name: '{name}.ack' },
  });
});

test.each<[string, object, RegExp]>([
  ['an unknown field', { folders: [] }, /unrecognized_keys/],
  ['a password that stands there itself', { folder: { ...folder, password: 'secret' } }, /folder\.password/],
  ['a password in the address', { folder: { ...folder, url: 'sftp://hub:secret@files.example/' } }, /without user name and password/],
  ['another protocol', { folder: { ...folder, url: 'ftp://files.example/' } }, /folder\.url/],
  ['a fingerprint that is none', { folder: { ...folder, hostKeys: ['MD5:aa:bb'] } }, /fingerprint/],
  ['a local folder that is not absolute', { folder: { at: 'local', path: 'drop' } }, /absolute/],
  ['a local folder that leads up', { folder: { at: 'local', path: '/srv/../etc' } }, /absolute/],
  ['a pattern that leads out', { kinds: { licences: { ...kind, pattern: '../*.csv' } } }, /name pattern/],
  ['a pattern with stars in a folder', { kinds: { licences: { ...kind, pattern: '*/a.csv' } } }, /name pattern/],
  ['a done folder that leads out', { settle: { by: 'move', done: '../done' } }, /a folder below/],
  ['a kind without fields', { kinds: { licences: { ...kind, fields: {} } } }, /at least one field/],
  ['a key that is no field', { kinds: { licences: { ...kind, key: ['id'] } } }, /there is no field id/],
  ['a key that may be missing', { kinds: { licences: { ...kind, fields: { number: {} }, key: ['number'] } } }, /must be required/],
  ['an addition without a key', { kinds: { licences: { ...kind, mode: 'upsert' } } }, /needs a key/],
  ['fixed width without places', { kinds: { licences: { ...kind, format: 'fixed' } } }, /place of each field/],
  ['places in CSV', { kinds: { licences: { ...kind, fields: { number: { at: [1, 2] } } } } }, /only fixed width/],
  ['no headings and no numbers', { kinds: { licences: { ...kind, header: false } } }, /number of its column/],
  ['a column by number in JSON', { kinds: { licences: { format: 'jsonl', pattern: '*', fields: { a: { from: 2 } } } } }, /columns by number/],
  ['a format of what is no date', { kinds: { licences: { ...kind, fields: { a: { format: 'dd/MM/yyyy' } } } } }, /only dates/],
  ['a pattern that is no regular expression', { kinds: { licences: { ...kind, fields: { a: { pattern: '(' } } } } }, /regular expression/],
  ['an outgoing name without the key', { outgoing: { decisions: { name: 'a.csv', format: 'csv', fields: { a: {} } } } }, /must contain \{key\}/],
  [
    'one name for both ways',
    { kinds: { licences: kind }, outgoing: { licences: { name: '{key}', format: 'csv', fields: { a: {} } } } },
    /is a kind that is taken in/,
  ],
  ['an acknowledgement that names no file', { acknowledge: { name: 'ack.txt' } }, /must contain \{name\}/],
])('%s is refused, and the place is said', (_what, given, said) => {
  expect(wrong(given)).toMatch(said);
});
