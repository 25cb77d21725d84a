import { t } from '../messages.ts';
import type { Wave } from './wave.ts';

/** Seconds that are shown around a caption, and columns that they are drawn in. */
const shownSeconds = 24;
const columns = 240;
const height = 64;
const loudest = 128;

interface WaveformProps {
  readonly wave: Wave;
  /** The caption that is written now, in seconds. */
  readonly from: number | null;
  readonly to: number | null;
}

/** The wave of the sound around a caption, with the caption marked: time runs from left to right in every language. */
export function Waveform({ wave, from, to }: WaveformProps) {
  const perSecond = wave.sample_rate / wave.samples_per_pixel;
  const [start, end] = [from ?? 0, to ?? from ?? 0];
  const first = Math.max(0, (start + end) / 2 - shownSeconds / 2);
  const x = (seconds: number) => ((seconds - first) / shownSeconds) * columns;
  const peaks = Array.from({ length: columns }, (_, column) => {
    const pixel = Math.floor((first + (column / columns) * shownSeconds) * perSecond);
    const [low, high] = [wave.data[pixel * 2] ?? 0, wave.data[pixel * 2 + 1] ?? 0];
    return { column, top: height / 2 - (high / loudest) * (height / 2), bottom: height / 2 - (low / loudest) * (height / 2) };
  });
  return (
    <svg className="mo-wave" viewBox={`0 0 ${columns} ${height}`} preserveAspectRatio="none" role="img" aria-label={t('wave')}>
      <rect className="mo-wave__cue" x={x(start)} y={0} width={Math.max(0, x(end) - x(start))} height={height} />
      <path d={peaks.map(({ column, top, bottom }) => `M${column + 0.5} ${top.toFixed(1)}V${Math.max(bottom, top + 0.5).toFixed(1)}`).join('')} />
    </svg>
  );
}
