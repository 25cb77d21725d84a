const rate = 24_000;
/** Semitones above the ground note, a scale without tension. */
const scale = [0, 2, 4, 7, 9, 12, 14, 16] as const;
const groundHertz = 196;
const noteSeconds = 0.5;
const ringSeconds = 1.8;
const loudness = 0.16;

/**
 * A soft melody of plucked notes over a quiet fifth, as WAV (mono, 16 bits). The same `seed` is the same melody.
 * It comes in and goes out gently.
 */
export function melody(seconds: number, seed: number): Buffer {
  const samples = new Float32Array(Math.round(seconds * rate));
  let chance = seed + 1;
  const next = () => (chance = (chance * 48_271) % 2_147_483_647) / 2_147_483_647;
  let step = 3;
  for (let at = 0; at < seconds; at += noteSeconds) {
    const bar = Math.round(at / noteSeconds) % 8;
    if (bar === 0) [0, 7].forEach((semitones) => pluck(samples, at, hertz(semitones - 12), 4, 0.6));
    if (bar % 2 === 1 && next() < 0.4) continue;
    step = Math.max(0, Math.min(scale.length - 1, step + Math.round(next() * 4 - 2)));
    pluck(samples, at, hertz(scale[step]!), ringSeconds, 1);
  }
  return wavOf(samples, seconds);
}

function hertz(semitones: number): number {
  return groundHertz * 2 ** (semitones / 12);
}

function pluck(samples: Float32Array, at: number, frequency: number, rings: number, force: number): void {
  const first = Math.round(at * rate);
  const last = Math.min(samples.length, first + Math.round(rings * rate));
  for (let sample = first; sample < last; sample++) {
    const since = (sample - first) / rate;
    const turn = 2 * Math.PI * frequency * since;
    const shape = Math.min(1, since / 0.02) * Math.exp((-3 * since) / rings) * (1 - since / rings);
    samples[sample]! += loudness * force * shape * (Math.sin(turn) + 0.25 * Math.sin(2 * turn));
  }
}

function wavOf(samples: Float32Array, seconds: number): Buffer {
  const bytes = Buffer.alloc(44 + samples.length * 2);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(rate * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(samples.length * 2, 40);
  samples.forEach((value, sample) => {
    const at = sample / rate;
    const edge = Math.min(1, at, seconds - at);
    bytes.writeInt16LE(Math.round(Math.max(-1, Math.min(1, value * Math.max(0, edge))) * 32_767), 44 + sample * 2);
  });
  return bytes;
}
