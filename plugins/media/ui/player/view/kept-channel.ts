import type { PlayedProgramme } from './played-programme.ts';

/** At most so long after a change it is asked again: not every listener asks in the same second. */
const spreadMs = 3_000;
/** A broadcast may begin unannounced. */
const longestMs = 60_000;
const shortestMs = 2_000;

/**
 * Keeps what a player says of a channel true: asks again when what plays changes, and at once when the stream it plays is over.
 * @param ask what the channel sends now
 * @param tell what is done with it
 */
export function keepChannel(
  first: PlayedProgramme,
  ask: () => Promise<PlayedProgramme>,
  tell: (now: PlayedProgramme) => void,
  signal: AbortSignal,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wait = (changesAt: string | null | undefined) => {
    clearTimeout(timer);
    if (signal.aborted) return;
    const until = changesAt ? Date.parse(changesAt) - Date.now() : longestMs;
    timer = setTimeout(() => void again(), Math.min(Math.max(until, shortestMs), longestMs) + Math.random() * spreadMs);
  };
  const again = async () => {
    clearTimeout(timer);
    const now = await ask().catch(() => null);
    if (signal.aborted) return;
    if (now) tell(now);
    wait(now?.changesAt);
  };
  signal.addEventListener('abort', () => clearTimeout(timer));
  wait(first.changesAt);
  return () => void again();
}
