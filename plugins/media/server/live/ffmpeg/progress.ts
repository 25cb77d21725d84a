/** What ffmpeg says of its work, once a second. */
export interface Progress {
  readonly framesPerSecond: number;
  readonly droppedFrames: number;
  /** Media seconds made in a second; below 1 the channel falls behind. */
  readonly speed: number;
  readonly seconds: number;
}

/** Reads `-progress`: blocks of `key=value` lines, each ended by `progress=`. */
export class ProgressReader {
  #rest = '';
  #fields = new Map<string, string>();

  *push(chunk: Buffer): Generator<Progress> {
    const lines = (this.#rest + chunk.toString('latin1')).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      const [key = '', value = ''] = line.split('=', 2);
      this.#fields.set(key.trim(), value.trim());
      if (key === 'progress') yield this.#read();
    }
  }

  #read(): Progress {
    const number = (key: string) => {
      const value = Number.parseFloat(this.#fields.get(key) ?? '');
      return Number.isFinite(value) ? value : 0;
    };
    return {
      framesPerSecond: number('fps'),
      droppedFrames: number('drop_frames'),
      speed: number('speed'),
      seconds: number('out_time_us') / 1_000_000,
    };
  }
}
