import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import iconv from 'iconv-lite';
import { startTestSftp } from '../../../kit/testing/test-sftp.ts';
import { serveControls, standInArguments } from '../process/serve.ts';
import { standInHostKey } from './host-key.ts';
import { licencesOf } from './licences.ts';
import { nightlyFile } from './nightly-file.ts';

/** What the hub signs in with; the user is `nightly`. */
const password = 'Qatif-Nightly-1448';

const { address, settings } = standInArguments({ address: '127.0.0.40', settings: { night: 1 } });
const server = await startTestSftp({ host: address, hostKey: standInHostKey(), password });
const inbox = join(server.folder, 'in');
await mkdir(inbox);
await chmod(inbox, 0o777);
let night = settings.night - 1;
let renamed = false;

/** Names of nights: Dhu al-Qa'da 1448. */
const nameOf = (ofNight: number) => `licences-144811${String(ofNight).padStart(2, '0')}.csv`;

/** As the exporting program does it: under another name first, so that who looks finds whole files alone. */
async function deliver(name: string, content: Buffer): Promise<{ readonly name: string }> {
  const part = join(server.folder, `${name}.part`);
  await writeFile(part, content, { mode: 0o666 });
  await chmod(part, 0o666);
  await rename(part, join(server.folder, name));
  return { name };
}

const nextNight = () => {
  night += 1;
  return deliver(nameOf(night), nightlyFile(licencesOf(night), { renamed }));
};

/** Files that nobody should send; each is delivered as the next night's. */
const hostile: Readonly<Record<string, () => Buffer>> = {
  html: () => Buffer.from('<!doctype html><html><body>503 Service Unavailable'),
  garbage: () => Buffer.from(Array.from({ length: 20_000 }, (_none, n) => (n * 31) % 256)),
  cut: () => nightlyFile(licencesOf(night)).subarray(0, 60),
  bomb: () => gzipSync(Buffer.alloc(200_000_000, ' ')),
  'other-encoding': () => Buffer.from(iconv.decode(nightlyFile(licencesOf(night)), 'windows-1256'), 'utf16le'),
  'endless-line': () => Buffer.alloc(5_000_000, 'x'),
};

const texts = (folder: string, of: (name: string) => boolean) =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter(of)
        .toSorted()
        .map((name) => ({ name, text: iconv.decode(readFileSync(join(folder, name)), 'windows-1256') }))
    : [];

const controls = {
  /** Decisions that the hub has sent; the name carries the key under which each was sent. */
  writes: () => ({
    writes: texts(inbox, (name) => name.endsWith('.csv')).map(({ name, text }) => ({ name, idempotencyKey: /^decision-(.+)\.csv$/.exec(name)?.[1], text })),
  }),
  /** Takes the decisions away, as the program behind does. */
  collect: () => {
    for (const { name } of texts(inbox, (one) => one.endsWith('.csv'))) rmSync(join(inbox, name));
  },
  /** What the hub said of each file. */
  acknowledgements: () => ({ acknowledgements: texts(server.folder, (name) => name.endsWith('.ack')) }),
  /** What lies where. */
  folders: () => ({
    waiting: texts(server.folder, (name) => /\.csv/.test(name) && !name.endsWith('.ack')).map(({ name }) => name),
    done: names('done'),
    bad: names('bad'),
  }),
  /** The next night comes. */
  night: nextNight,
  /** The last night's file again, under another name. */
  again: () => deliver(`licences-144811${String(night).padStart(2, '0')}-copy.csv`, nightlyFile(licencesOf(night), { renamed })),
  /** `?set=on`: from the next night on the column of the number has another name. */
  contract: (query: URLSearchParams) => {
    renamed = query.get('set') === 'on';
  },
  /** `?name=` a file that nobody should send. */
  hostile: (query: URLSearchParams) => {
    const make = hostile[query.get('name') ?? ''];
    if (!make) return { names: Object.keys(hostile) };
    night += 1;
    return deliver(nameOf(night), make());
  },
  /** A link with a right name that leads out of the folder. */
  link: () => {
    night += 1;
    symlinkSync('/etc/passwd', join(server.folder, nameOf(night)));
    return { name: nameOf(night) };
  },
  /** A program that writes in place: half of the file, and with `?end` the whole. */
  half: (query: URLSearchParams) => {
    if (!query.has('end')) night += 1;
    const content = nightlyFile(licencesOf(night));
    writeFileSync(join(server.folder, nameOf(night)), query.has('end') ? content : content.subarray(0, content.length / 2), { mode: 0o666 });
    return { name: nameOf(night) };
  },
  /** Ends the server with every session, and brings it back. */
  down: () => server.stop(),
  up: () => server.start(),
  /** The server shows another key, as one in its place would. */
  impostor: async () => {
    await server.stop();
    await server.start({ otherHostKey: true });
  },
  /** Forgets what was sent and delivered. */
  clear: async () => {
    for (const name of readdirSync(server.folder)) if (name !== 'in') await rm(join(server.folder, name), { recursive: true, force: true });
    for (const name of readdirSync(inbox)) await rm(join(inbox, name), { recursive: true, force: true });
  },
};

function names(folder: string): readonly string[] {
  return texts(join(server.folder, folder), () => true).map(({ name }) => name);
}

await nextNight();
const faults = await serveControls(address, controls);
const end = () => void server.remove().then(() => process.exit(0));
process.stdin.resume();
process.stdin.on('end', end);
process.on('SIGTERM', end);
process.stdout.write(`${JSON.stringify({ url: server.url, faults, username: server.username, hostKey: server.hostKey })}\n`);
