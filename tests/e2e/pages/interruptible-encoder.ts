import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { makeStream, type EncoderSettings, type TestEncoder } from './live-lab.ts';

export interface InterruptibleEncoder extends TestEncoder {
  /** Leaves its pictures out and goes on with the sound, as encoders do on a weak line; or sends them again. */
  pictures(on: boolean): void;
}

const flvHeader = 13;
const tagHeader = 11;
const tagTail = 4;
const videoTag = 9;
/** Second byte of a picture's tag: the codec's own header, which comes once. */
const codecHeader = 0;

/** One encoder makes the stream; what it made goes on through here, with or without its pictures, to the hub. */
export function startInterruptibleEncoder(address: string, key: string, settings: EncoderSettings = {}): InterruptibleEncoder {
  let pictures = true;
  let rest: Buffer = Buffer.alloc(0);
  let begun = false;
  // Without pictures nothing is to wait for them.
  const sending = ['-hide_banner', '-loglevel', 'error', '-f', 'flv', '-i', 'pipe:0', '-c', 'copy', '-max_interleave_delta', '100000', '-f', 'flv'];
  const sender = spawn('ffmpeg', [...sending, `${address}/${key}`], { stdio: ['pipe', 'ignore', 'inherit'] });
  sender.stdin.on('error', () => undefined);
  const maker = makeStream(settings, (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    if (!begun && rest.length >= flvHeader) {
      sender.stdin.write(rest.subarray(0, flvHeader));
      rest = rest.subarray(flvHeader);
      begun = true;
    }
    while (begun && rest.length >= tagHeader) {
      const length = tagHeader + rest.readUIntBE(1, 3) + tagTail;
      if (rest.length < length) return;
      const isPicture = rest[0] === videoTag && rest[tagHeader + 1] !== codecHeader;
      if (pictures || !isPicture) sender.stdin.write(rest.subarray(0, length));
      rest = rest.subarray(length);
    }
  });
  const ended = once(sender, 'exit').then(([code]) => code as number | null);
  return {
    pid: sender.pid!,
    ended,
    pictures: (on) => (pictures = on),
    async kill() {
      await maker.kill();
      sender.kill('SIGKILL');
      await ended;
    },
  };
}
