import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PNG } from 'pngjs';

const jsQr = createRequire(import.meta.url)('jsqr') as (data: Uint8ClampedArray, width: number, height: number) => { data: string } | null;

/** Poppler complains of a mark that Typst writes as PDF 1.7 has it; what it says is not kept. */
const run = (program: string, ...args: string[]) => execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });

/** Lays a PDF down for a program of poppler. */
function laidDown<T>(pdf: Uint8Array, use: (file: string, folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'amanah-pdf-'));
  try {
    const file = join(folder, 'paper.pdf');
    writeFileSync(file, pdf);
    return use(file, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The words of a PDF as one reads them out: marks of direction that pdftotext adds are taken away, gaps are one space. */
export function textOf(pdf: Uint8Array): string {
  return laidDown(pdf, (file) => run('pdftotext', file, '-'))
    .replace(/[\p{Cf}]/gu, '')
    .replace(/\s+/g, ' ');
}

/** What pdfinfo says, by name. */
export function factsOf(pdf: Uint8Array): Readonly<Record<string, string>> {
  const said = laidDown(pdf, (file) => run('pdfinfo', file));
  return Object.fromEntries(said.split('\n').map((line) => [line.split(':')[0]!, line.slice(line.indexOf(':') + 1).trim()]));
}

/** Boxes of the words on all pages, in points from the left upper corner. */
export function wordBoxes(pdf: Uint8Array): { left: number; right: number; top: number; bottom: number; word: string }[] {
  const said = laidDown(pdf, (file) => run('pdftotext', '-bbox', file, '-'));
  return [...said.matchAll(/<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">([^<]*)/g)].map(
    ([, left, top, right, bottom, word = '']) => ({ left: Number(left), right: Number(right), top: Number(top), bottom: Number(bottom), word }),
  );
}

/** What the QR of the first page says. */
export function qrIn(pdf: Uint8Array): string | null {
  const { data, width, height } = laidDown(pdf, (file, folder) => {
    run('pdftoppm', '-r', '110', '-png', '-singlefile', file, join(folder, 'page'));
    return PNG.sync.read(readFileSync(join(folder, 'page.png')));
  });
  return jsQr(new Uint8ClampedArray(data), width, height)?.data ?? null;
}
