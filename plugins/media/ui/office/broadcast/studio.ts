/** What the hub says of a broadcast that is sent from here (`server/live/ingest/studio-socket.ts`). */
type Said =
  | { readonly type: 'ready' | 'again' }
  | { readonly type: 'sound-only'; readonly on: boolean }
  | { readonly type: 'figures' }
  | { readonly type: 'refused'; readonly code: string; readonly title: string; readonly action: string };

export type StudioState =
  | { readonly at: 'asking' | 'connecting' | 'on' | 'lost' }
  /** The browser or the person gave no camera or microphone. */
  | { readonly at: 'denied' }
  | { readonly at: 'unable' }
  | { readonly at: 'refused'; readonly title: string; readonly action: string };

/** Length of a piece, in milliseconds: what is lost at most when the line breaks. */
const pieceMs = 250;
const videoBits = 2_500_000;
const audioBits = 128_000;
/** In the order of what is least work for the hub. */
const forms = ['video/webm;codecs=h264,opus', 'video/webm;codecs=vp8,opus', 'video/webm'];
/** More than so many bytes that wait to be sent: the line is too weak, and pieces that wait are of no use to anybody. */
const mostWaiting = 8 * 1_048_576;

/** Sends camera and microphone of this browser as a broadcast, until it is stopped, refused or the line breaks. */
export class Studio {
  readonly #broadcast: string;
  readonly #onState: (state: StudioState) => void;
  #media: MediaStream | null = null;
  #socket: WebSocket | null = null;
  #recorder: MediaRecorder | null = null;
  #picture = true;
  #over = false;

  constructor(broadcast: string, onState: (state: StudioState) => void) {
    this.#broadcast = broadcast;
    this.#onState = onState;
  }

  /** @returns what the camera shows, for the preview; `null` when there is none or it was not given */
  async start(camera: boolean): Promise<MediaStream | null> {
    this.#picture = camera;
    if (!('MediaRecorder' in globalThis) || !navigator.mediaDevices) {
      this.#finish({ at: 'unable' });
      return null;
    }
    this.#onState({ at: 'asking' });
    try {
      this.#media = await navigator.mediaDevices.getUserMedia({
        audio: true,
        video: camera && { width: { ideal: 1_280 }, height: { ideal: 720 }, frameRate: { max: 30 } },
      });
    } catch {
      this.#finish({ at: 'denied' });
      return null;
    }
    if (this.#over) {
      this.#release();
      return null;
    }
    this.#onState({ at: 'connecting' });
    const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/api/media/studio/${this.#broadcast}`);
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => this.#hear(JSON.parse(String(data)) as Said));
    socket.addEventListener('close', () => this.#finish({ at: 'lost' }));
    return this.#media;
  }

  /** Stops sending; the broadcast itself goes on until it is ended. */
  stop(): void {
    this.#over = true;
    this.#release();
  }

  #hear(said: Said): void {
    if (said.type === 'ready' || said.type === 'again') this.#record();
    else if (said.type === 'sound-only') {
      this.#picture = !said.on && this.#media!.getVideoTracks().length > 0;
      this.#record();
    } else if (said.type === 'refused') this.#finish({ at: 'refused', title: said.title, action: said.action });
  }

  /** A new recording: its first piece carries the headers that the hub needs. */
  #record(): void {
    const [media, socket] = [this.#media, this.#socket];
    if (!media || socket?.readyState !== WebSocket.OPEN) return;
    this.#recorder?.stop();
    const tracks = this.#picture ? media.getTracks() : media.getAudioTracks();
    const mimeType = this.#picture ? forms.find((form) => MediaRecorder.isTypeSupported(form)) : undefined;
    const recorder = new MediaRecorder(new MediaStream(tracks), {
      videoBitsPerSecond: videoBits,
      audioBitsPerSecond: audioBits,
      ...(mimeType && { mimeType }),
    });
    this.#recorder = recorder;
    socket.send(JSON.stringify({ type: 'begin', hasVideo: this.#picture }));
    recorder.addEventListener('dataavailable', ({ data }) => {
      if (this.#recorder !== recorder || socket.readyState !== WebSocket.OPEN) return;
      if (socket.bufferedAmount > mostWaiting) socket.close();
      else socket.send(data);
    });
    recorder.start(pieceMs);
    this.#onState({ at: 'on' });
  }

  #finish(state: StudioState): void {
    if (this.#over) return;
    this.#over = true;
    this.#release();
    this.#onState(state);
  }

  #release(): void {
    if (this.#recorder && this.#recorder.state !== 'inactive') this.#recorder.stop();
    this.#recorder = null;
    this.#socket?.close();
    for (const track of this.#media?.getTracks() ?? []) track.stop();
  }
}
