import { Session, type Debugger } from 'node:inspector';
import { parentPort, workerData } from 'node:worker_threads';

const { beats, limitMs } = workerData as { beats: Int32Array; limitMs: number };
const session = new Session();
session.connectToMainThread();

let lastBeat = Atomics.load(beats, 0);
let lastChange = Date.now();
let reported = false;

// Frames of ES modules carry no address of their own, only their script's id.
const scripts = new Map<string, string>();
session.on('Debugger.scriptParsed', ({ params }) => void scripts.set(params.scriptId, params.url));

session.on('Debugger.paused', ({ params }) => {
  const { plugin, at } = culprit(params.callFrames);
  session.post('Debugger.resume');
  // A debugger left on slows the main thread; it is needed only for this one look.
  session.post('Debugger.disable');
  parentPort?.postMessage({ plugin, at, blockedMs: Date.now() - lastChange });
});

setInterval(
  () => {
    const beat = Atomics.load(beats, 0);
    if (beat !== lastBeat) {
      lastBeat = beat;
      lastChange = Date.now();
      reported = false;
    } else if (!reported && Date.now() - lastChange > limitMs) {
      reported = true;
      session.post('Debugger.enable');
      session.post('Debugger.pause');
    }
  },
  Math.max(10, limitMs / 5),
);

function culprit(frames: readonly Debugger.CallFrame[]): { plugin: string | null; at: string } {
  const urlOf = (frame: Debugger.CallFrame) => frame.url || scripts.get(frame.location.scriptId) || '';
  const place = (frame: Debugger.CallFrame | undefined) =>
    frame ? `${frame.functionName || 'anonymous'} ${urlOf(frame)}:${frame.location.lineNumber + 1}` : 'unknown';
  for (const frame of frames) {
    const plugin = /\/plugins\/([a-z][a-z0-9-]*)\/(?!ui\/)/.exec(urlOf(frame))?.[1];
    if (plugin) return { plugin, at: place(frame) };
  }
  return { plugin: null, at: place(frames.find((frame) => !urlOf(frame).startsWith('node:')) ?? frames[0]) };
}
