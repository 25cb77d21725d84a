import { AmanahError, errorText } from '@amanah/errors';
import type { Call, PluginSocket } from '@amanah/plugin-api';
import { z } from 'zod';
import type { ProgrammeParts } from '../../programmes/programme-parts.ts';
import type { Broadcast, Broadcasts } from '../channel/broadcasts.ts';
import type { Channels } from '../channel/channels.ts';
import type { Source } from '../channel/source.ts';

/** One piece of a MediaRecorder: a second of the best picture that is taken, with room to spare. */
const mostMessageBytes = 4 * 1_048_576;
const monitorMs = 2_000;

/** What the page says: a new recording begins; its bytes follow as they are. */
const pageMessage = z.strictObject({ type: z.literal('begin'), hasVideo: z.boolean() });

/**
 * Broadcasting from the browser: the page sends WebM of its MediaRecorder, after `{"type":"begin","hasVideo":…}` for each recording. It hears
 * `{"type":"ready"}` when it may begin, `again` when it is to begin a new recording (after a fault here), `sound-only` with `on`, `figures`, `refused`
 * with code and text.
 */
export function registerStudioSocket({ ctx, ofOffice }: ProgrammeParts, broadcasts: Broadcasts, channels: Channels): void {
  ctx.socket({
    path: '/studio/:broadcast',
    access: 'broadcast.run',
    summary: 'Takes a live broadcast from a browser: WebM in, figures out',
    maxMessageBytes: mostMessageBytes,
    async handle(socket, call, { broadcast: id = '' }) {
      try {
        await ofOffice(id, 'broadcast.run', call);
        const broadcast = await broadcasts.find(id);
        if (!broadcast) throw new AmanahError('MEDIA_PROGRAMME_UNKNOWN', { detail: id });
        await channels.admit(broadcast);
        await carry(socket, broadcast, channels, call);
      } catch (error) {
        const { code, params } = error instanceof AmanahError ? error : new AmanahError('HTTP_INTERNAL', { cause: error });
        say(socket, { type: 'refused', code, ...errorText(code, call.language, params) });
        if (!(error instanceof AmanahError)) throw error;
      }
    },
  });
}

async function carry(socket: PluginSocket, broadcast: Broadcast, channels: Channels, call: Call): Promise<void> {
  const figures = setInterval(() => {
    const channel = channels.get(broadcast.programme);
    if (channel) say(socket, { type: 'figures', ...channel.figures() });
  }, monitorMs);
  let source: Source | null = null;
  const lost = async () => source && channels.get(broadcast.programme)?.lost(source);
  call.signal.addEventListener('abort', () => void lost(), { once: true });
  try {
    say(socket, { type: 'ready' });
    for await (const message of socket.messages) {
      if (typeof message !== 'string') {
        if (source) channels.get(broadcast.programme)?.bytes(source, message);
        continue;
      }
      const begun = pageMessage.safeParse(parsed(message));
      if (!begun.success) throw new AmanahError('HTTP_INVALID_INPUT', { detail: 'a message of the studio' });
      source = browserSource(socket, begun.data.hasVideo);
      await channels.attach(broadcast, source);
    }
  } finally {
    clearInterval(figures);
    await lost();
  }
}

function browserSource(socket: PluginSocket, hasVideo: boolean): Source {
  let begun = false;
  return {
    from: 'browser',
    hasVideo,
    input: () => ({ from: 'browser', hasVideo }),
    again: () => {
      // The recording that has just been announced begins with its headers anyway.
      if (begun) say(socket, { type: 'again' });
      begun = true;
    },
    soundOnly: (on) => say(socket, { type: 'sound-only', on }),
    close: () => socket.close('over'),
  };
}

function say(socket: PluginSocket, message: object): void {
  socket.send(JSON.stringify(message));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
