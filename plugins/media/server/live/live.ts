import { z } from 'zod';
import type { ProgrammeParts } from '../programmes/programme-parts.ts';
import { Broadcasts } from './channel/broadcasts.ts';
import { Channels } from './channel/channels.ts';
import { LiveStreams } from './channel/stream-memory.ts';
import { StreamStore } from './channel/stream-store.ts';
import { ffmpegVersion } from './ffmpeg/find-ffmpeg.ts';
import { answerLiveStreams } from './hls/answer-stream.ts';
import { Captions } from './hls/captions.ts';
import { ViewerCount } from './hls/viewer-count.ts';
import { RtmpEntrance } from './ingest/rtmp-entrance.ts';
import { rtmpGuests } from './ingest/rtmp-guests.ts';
import { registerStudioSocket } from './ingest/studio-socket.ts';
import type { Live } from './live-parts.ts';
import { LiveServer } from './live-server.ts';
import { packRecording } from './recording/pack-recording.ts';
import { registerBroadcastRoutes } from './routes/broadcast-routes.ts';
import { writeStills } from './slate/still-picture.ts';

/** Registers everything of live broadcasts. */
export function registerLive(programmes: ProgrammeParts): Live {
  const { ctx } = programmes;
  const config = ctx.config.live;
  const store = new StreamStore(ctx.db);
  const streams = new LiveStreams(store, ctx.files);
  const broadcasts = new Broadcasts(ctx.db);
  const viewers = new ViewerCount();
  const packing = ctx.job({
    name: 'pack-recording',
    input: z.strictObject({ programme: z.uuid() }),
    key: ({ programme }) => programme,
    attempts: 5,
    timeoutMs: 3_600_000,
    run: ({ programme }) => packRecording(programmes, store, programme),
  });
  let drawn: Promise<string[]> | undefined;
  const stills = async () => {
    drawn ??= writeStills([wordsOf(programmes, 'liveInterrupted'), wordsOf(programmes, 'liveSoundOnly')]);
    const [interrupted = '', soundOnly = ''] = await drawn;
    return { interrupted, soundOnly };
  };
  const pack = (programme: string, tx: Parameters<typeof packing.enqueue>[1]) => packing.enqueue({ programme }, tx);
  const channels = new Channels({ programmes, config, broadcasts, store, streams, stills, pack });
  const server = new LiveServer({ db: ctx.db, id: channels.server, config, publicUrl: ctx.publicUrl, viewers, log: ctx.log });
  const guests = rtmpGuests(broadcasts, channels, ctx.log, () => server.entrance!);
  server.entrance = new RtmpEntrance({ bind: config.rtmp.bind, port: config.rtmp.port }, guests, ctx.log);

  programmes.streams.serve(
    'live',
    answerLiveStreams({ streams, store, files: ctx.files, viewers, captions: new Captions(ctx.db), segmentSeconds: config.segmentSeconds }),
  );
  ctx.health({
    name: 'ffmpeg',
    critical: false,
    timeoutMs: 10_000,
    check: async () => void (await ffmpegVersion()),
  });
  const live: Live = {
    programmes,
    broadcasts,
    channels,
    server,
    viewers,
    store,
    start() {
      server.start();
      channels.start();
    },
    async stop() {
      await channels.stop();
      await server.stop();
    },
  };
  registerBroadcastRoutes(live);
  registerStudioSocket(programmes, broadcasts, channels);
  return live;
}

/** Title and text of a still picture, by the beginning of their keys. */
function wordsOf({ ctx }: ProgrammeParts, key: string) {
  const words = (language: 'ar' | 'en') => ({ title: ctx.text(`${key}Title`, language), text: ctx.text(`${key}Text`, language) });
  return { ar: words('ar'), en: words('en') };
}
