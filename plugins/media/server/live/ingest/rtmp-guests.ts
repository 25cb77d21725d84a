import { AmanahError } from '@amanah/errors';
import type { Log } from '@amanah/plugin-api';
import type { Broadcast, Broadcasts } from '../channel/broadcasts.ts';
import type { Channels } from '../channel/channels.ts';
import type { Source } from '../channel/source.ts';
import type { RtmpEntrance, RtmpGuest } from './rtmp-entrance.ts';
import type { RtmpFacts } from './rtmp-messages.ts';

/** Encoders that come by RTMP: each is led to the broadcast whose key it shows. */
export function rtmpGuests(broadcasts: Broadcasts, channels: Channels, log: Log, entrance: () => RtmpEntrance): RtmpGuest {
  const admitted = new Map<string, Broadcast>();
  const sources = new Map<string, Source>();
  const turns = new Map<string, number>();
  const sendAway = (session: string) => entrance().refuse(session);

  return {
    async admit(session, key) {
      const broadcast = await broadcasts.findByKey(key);
      if (!broadcast) {
        log.warn({ session }, 'an encoder showed a key that opens nothing');
        return false;
      }
      try {
        await channels.admit(broadcast);
        admitted.set(session, broadcast);
        return true;
      } catch (error) {
        if (!(error instanceof AmanahError)) throw error;
        // One that shows a key in use is told so by its own log; the broadcast that runs has no problem.
        if (error.code !== 'MEDIA_KEY_IN_USE') await broadcasts.note(broadcast.programme, { problem: { code: error.code, params: error.params } });
        log.warn({ programme: broadcast.programme, code: error.code, detail: error.detail }, 'an encoder was refused');
        return false;
      }
    },
    begins(session, facts) {
      const broadcast = admitted.get(session);
      if (!broadcast) return sendAway(session);
      const source = rtmpSource(
        facts,
        (fromNow) => {
          // What is still on its way belongs to an ffmpeg that has ended.
          const turn = (turns.get(session) ?? 0) + 1;
          turns.set(session, turn);
          entrance().again(session, turn, fromNow);
        },
        () => sendAway(session),
      );
      sources.set(session, source);
      channels.attach(broadcast, source).catch((error: unknown) => {
        log.error({ err: error, programme: broadcast.programme }, 'a broadcast could not begin');
        sendAway(session);
      });
    },
    bytes(session, turn, bytes) {
      if (turn !== turns.get(session)) return;
      const broadcast = admitted.get(session);
      const source = sources.get(session);
      if (broadcast && source) channels.get(broadcast.programme)?.bytes(source, bytes);
    },
    arrived(session, arrived) {
      const broadcast = admitted.get(session);
      const source = sources.get(session);
      if (broadcast && source) channels.get(broadcast.programme)?.arrived(source, arrived);
    },
    gone(session) {
      const broadcast = admitted.get(session);
      const source = sources.get(session);
      admitted.delete(session);
      sources.delete(session);
      turns.delete(session);
      if (!broadcast || !source) return;
      channels
        .get(broadcast.programme)
        ?.lost(source)
        .catch((error: unknown) => log.error({ err: error, programme: broadcast.programme }, 'the loss of an encoder could not be noted'));
    },
  };
}

function rtmpSource({ hasVideo, hasAudio, h264, aac }: RtmpFacts, again: Source['again'], close: () => void): Source {
  return {
    from: 'rtmp',
    hasVideo,
    input: (copyVideo) => ({ from: 'rtmp', copyVideo: copyVideo && h264, copyAudio: aac, hasAudio }),
    again,
    // An RTMP encoder is told nothing: its picture is left out here.
    soundOnly: () => undefined,
    close,
  };
}
