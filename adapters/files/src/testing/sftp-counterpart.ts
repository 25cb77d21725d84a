import { chmodSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { startTestSftp } from '@amanah/testing';
import type { Counterpart } from '@amanah/testing/adapter-suite';
import { adapter } from '../adapter.ts';
import { config, type FilesConfig } from '../config.ts';

const numbers = Array.from({ length: 9 }, (_none, n) => `1448/${n + 1}`);
const licences = (row = (number: string) => `<رخصة رقم="${number}"><المحل>بقالة النخيل &amp; أبناؤه</المحل></رخصة>`) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<رخص>\n${numbers.map(row).join('\n')}\n</رخص>\n`;
const laughs = `<!DOCTYPE a [<!ENTITY a0 "ha">${Array.from({ length: 30 }, (_none, n) => `<!ENTITY a${n + 1} "&a${n};&a${n};">`).join('')}]>`;

/** Files that a sender, or somebody in its place, may put there. */
const hostile: Readonly<Record<string, { content: Buffer | string; ends: 'contract-violation' | 'too-large' }>> = {
  'an external entity': { content: `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>${licences().slice(39)}`, ends: 'contract-violation' },
  'billion laughs': { content: `${laughs}<رخص>&a30;</رخص>`, ends: 'contract-violation' },
  'a page of another system': { content: '<!doctype html><html><body>404', ends: 'contract-violation' },
  'bytes that are no text': { content: Buffer.from(Array.from({ length: 5_000 }, (_none, n) => (n * 7) % 256)), ends: 'contract-violation' },
  'a file that was cut': { content: licences().slice(0, 60), ends: 'contract-violation' },
  'depth without end': { content: '<a>'.repeat(10_000), ends: 'contract-violation' },
  'a compression bomb': { content: gzipSync(Buffer.alloc(64_000_000, ' ')), ends: 'too-large' },
  'a file over its bound': { content: Buffer.alloc(3_000_000, ' '), ends: 'too-large' },
  'other columns': { content: licences((number) => `<رخصة معرف="${number}"/>`), ends: 'contract-violation' },
};

/** A folder of licences over SFTP, on a real OpenSSH server. */
export async function sftpCounterpart(): Promise<Counterpart<FilesConfig>> {
  const server = await startTestSftp();
  const put = (content: Buffer | string) => {
    const hidden = join(server.folder, '.new');
    writeFileSync(hidden, content);
    chmodSync(hidden, 0o644);
    renameSync(hidden, join(server.folder, 'licences-1.xml'));
  };
  put(licences());
  let restored = statSync(join(server.folder, 'licences-1.xml')).ino;
  const restore = () => {
    if (statSync(join(server.folder, 'licences-1.xml')).ino === restored) return;
    put(licences());
    restored = statSync(join(server.folder, 'licences-1.xml')).ino;
  };
  return {
    adapter,
    server,
    config: ({ host, port }) =>
      config.parse({
        folder: {
          at: 'sftp',
          url: `sftp://${host}:${port}${new URL(server.url).pathname}`,
          username: server.username,
          hostKeys: [server.hostKey],
          password: { secret: 'password' },
        },
        bounds: { fileMebibytes: 2, unpackedMebibytes: 8, rejectedRows: 5 },
        kinds: {
          licences: {
            format: 'xml',
            pattern: 'licences-*.xml',
            row: 'رخص/رخصة',
            fields: { number: { from: '@رقم', required: true }, shop: { from: 'المحل' } },
            key: ['number'],
          },
        },
        outgoing: { decisions: { format: 'csv', name: 'out/decision-{key}.csv', encoding: 'windows-1256', fields: { mark: { from: 'القرار' } } } },
      }),
    secrets: { password: server.password },
    read: {
      operation: 'licences.find',
      input: { number: '1448/7' },
      holds: (output) => (output as { row: { shop: string } | null }).row?.shop === 'بقالة النخيل & أبناؤه',
    },
    write: { operation: 'decisions.send', input: (mark) => ({ rows: [{ mark }] }) },
    async written() {
      const out = join(server.folder, 'out');
      const names = readdirSync(server.folder).includes('out') ? readdirSync(out).filter((name) => name.endsWith('.csv')) : [];
      return names.flatMap((name) => readFileSync(join(out, name), 'latin1').split('\r\n').slice(1, -1));
    },
    paged: {
      operation: 'licences.list',
      input: { limit: 2 },
      ids: (output) => (output as { rows: { number: string }[] }).rows.map(({ number }) => number),
      all: numbers,
    },
    ownFaults: Object.entries(hostile).map(([name, { content, ends }]) => ({ name, play: () => put(content), ends: [ends] })),
    heal: restore,
    changeContract: () => put(licences((number) => `<رخصة رقم_الرخصة="${number}"><المحل>محل</المحل></رخصة>`)),
    async expireAccess() {
      await server.stop();
      await server.start();
    },
    close: () => server.remove(),
  };
}
