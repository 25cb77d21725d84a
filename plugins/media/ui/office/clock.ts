/** A moment within a programme as people write it: `4:05`, `1:02:30`. @param seconds from its beginning */
export function clockOf(seconds: number): string {
  const whole = Math.floor(seconds);
  const two = (count: number) => String(count).padStart(2, '0');
  const hours = Math.floor(whole / 3_600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** The same to the thousandth: `4:05.250`. */
export function exactClockOf(seconds: number): string {
  const thousandths = Math.round(seconds * 1_000);
  return `${clockOf(Math.floor(thousandths / 1_000))}.${String(thousandths % 1_000).padStart(3, '0')}`;
}

/** Seconds of a written moment, with thousandths where they are given; `null`: it is none. */
export function secondsOf(clock: string): number | null {
  const found = /^(?:(\d{1,2}):)?([0-5]?\d):([0-5]\d(?:\.\d{1,3})?)$/.exec(clock.trim());
  return found && Number(found[1] ?? 0) * 3_600 + Number(found[2]) * 60 + Number(found[3]);
}
