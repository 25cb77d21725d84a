import type { Readable } from 'node:stream';

const maxLine = 2_000;
/** Between two looks at what a process prints; with the size of a chunk this bounds what printing can cost the hub. */
const restMs = 50;

/** Gives what a process prints line by line, cut, at a bounded rate: one that prints without end waits for us. */
export function outputLines(output: Readable, take: (line: string) => void): void {
  let rest = '';
  output.setEncoding('utf8');
  output.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = (lines.pop() ?? '').slice(0, maxLine);
    for (const line of lines.slice(0, 20)) if (line.trim() !== '') take(line.slice(0, maxLine));
    if (lines.length > 20) take(`… ${lines.length - 20} lines left out`);
    output.pause();
    setTimeout(() => output.resume(), restMs).unref();
  });
  output.on('end', () => {
    if (rest.trim() !== '') take(rest);
  });
  output.on('error', () => {});
}
