import type { Readable } from 'node:stream';

const maxLine = 2_000;
/** Between two looks at what a process prints; with the size of a chunk this bounds what printing can cost the hub. */
const restMs = 50;
const linesPerSecond = 20;

/** Gives what a process prints line by line, cut, at a bounded rate: one that prints without end waits for us. */
export function outputLines(output: Readable, take: (line: string) => void): void {
  let rest = '';
  let left = linesPerSecond;
  let leftOut = 0;
  const renew = setInterval(() => {
    left = linesPerSecond;
    if (leftOut > 0) take(`… ${leftOut} lines left out`);
    leftOut = 0;
  }, 1_000);
  renew.unref();
  const give = (line: string) => {
    if (line.trim() === '') return;
    if (left-- > 0) take(line.slice(0, maxLine));
    else leftOut++;
  };
  output.setEncoding('utf8');
  output.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = (lines.pop() ?? '').slice(0, maxLine);
    lines.forEach(give);
    output.pause();
    setTimeout(() => output.resume(), restMs).unref();
  });
  output.on('close', () => {
    give(rest);
    clearInterval(renew);
    if (leftOut > 0) take(`… ${leftOut} lines left out`);
  });
  output.on('error', () => {});
}
