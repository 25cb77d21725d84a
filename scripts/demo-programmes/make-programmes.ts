// Makes the demo's programmes once, through the media office's own routes, as a process beside the hub: behind everything else of the machine, and gone with the hub.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { findProgram } from '../../plugins/media/server/transcoding/run-program.ts';
import { AlreadyMade } from './already-made.ts';
import { SlideDrawer } from './draw-slides.ts';
import { openChannel } from './open-channel.ts';
import { MediaOffice, type OfficeAccount } from './media-office.ts';
import { readProgrammeList } from './programme-list.ts';
import { publishRecording, publishUpload, type Desk } from './publish-programme.ts';
import { broadcastScript, guideScript, soundScript } from './scripts-of.ts';
import { readServiceCard } from './service-card.ts';

/** What the hub says at the beginning. */
interface Order {
  readonly portal: string;
  readonly dataDir: string;
  readonly configDir: string;
}

/** What the hub is told, for its log. */
export interface Note {
  readonly level: 'info' | 'warn';
  readonly fields: object;
  readonly message: string;
}

const say = (level: Note['level'], message: string, fields: object = {}) =>
  new Promise<void>((resolve) => void process.send?.({ level, message, fields } satisfies Note, () => resolve()));

async function makeProgrammes({ portal, dataDir, configDir }: Order, folder: string): Promise<void> {
  const missing = await firstMissing('ffmpeg', 'ffprobe', 'setpriv');
  if (missing) return say('warn', `the demo has no programmes: ${missing} is missing; sudo apt-get install --no-install-recommends ffmpeg util-linux`);
  const list = readProgrammeList(new URL('demo/programmes.yaml', configDir));
  const made = new AlreadyMade(join(dataDir, 'demo-programmes.json'));
  const idOf = (name: string) => {
    const id = made.idOf(name);
    if (id === undefined) throw new Error(`${name} was not made`);
    return id;
  };
  const wanted: readonly { name: string; make: (desk: Desk) => Promise<string> }[] = [
    ...list.guides.services.map((code) => ({
      name: `guide ${code}`,
      make: async (desk: Desk) => publishUpload(desk, guideScript(list, await readServiceCard(portal, code))),
    })),
    ...list.sounds.programmes.map((told) => ({ name: told.title.en, make: (desk: Desk) => publishUpload(desk, soundScript(list, told)) })),
    { name: list.broadcast.title.en, make: (desk) => publishRecording(desk, broadcastScript(list)) },
    ...list.channels.list.map((channel) => ({ name: `channel ${channel.slug}`, make: (desk: Desk) => openChannel(desk, channel, list.channels.days, idOf) })),
  ];
  const left = wanted.filter(({ name }) => made.idOf(name) === undefined);
  if (left.length === 0) return say('info', 'the demo has its programmes');
  const office = await MediaOffice.enter(portal, accountOf(list.office, configDir));
  const desk: Desk = { office, unit: list.unit, drawer: new SlideDrawer(), folder };
  const refused: string[] = [];
  for (const { name, make } of left) {
    try {
      made.add(name, await make(desk));
    } catch (error) {
      refused.push(`${name}: ${(error as Error).message}`);
    }
  }
  if (refused.length > 0) return say('warn', 'programmes of the demo could not be made; the next start tries again', { refused });
  return say('info', 'the demo has its programmes');
}

async function firstMissing(...programs: readonly string[]): Promise<string | null> {
  for (const program of programs) if ((await findProgram(program).catch(() => null)) === null) return program;
  return null;
}

function accountOf(username: string, configDir: string): OfficeAccount {
  const { people } = parse(readFileSync(new URL('demo/people.yaml', configDir), 'utf8')) as { people: OfficeAccount[] };
  const found = people.find((person) => person.username === username);
  if (!found) throw new Error(`${username} is not in demo/people.yaml`);
  return found;
}

setPriority(19);
const folder = mkdtempSync(join(tmpdir(), 'amanah-demo-programmes-'));
function end(code: number): never {
  rmSync(folder, { recursive: true, force: true });
  process.exit(code);
}
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => end(0));
process.on('disconnect', () => end(0));
process.once('message', (order: Order) =>
  makeProgrammes(order, folder)
    .catch((error: unknown) => say('warn', 'programmes of the demo could not be made; the next start tries again', { refused: [String(error)] }))
    .then(() => end(0)),
);
