// Draws pictures of pages as a process of its own: Typst lays out without a pause, which only the end of a process can cut short.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { NodeCompiler, type NodeError } from '@myriaddreamin/typst-ts-node-compiler';
import { Resvg } from '@resvg/resvg-js';
import type { DrawAnswer, DrawTask } from './draw-messages.ts';

const template = fileURLToPath(new URL('../../pictures/page.typ', import.meta.url));
const width = 1_200;
/** Rounds after which Typst forgets what it kept. */
const keptRounds = 5;

const { resolve } = createRequire(import.meta.url);
const fonts = ['400Regular', '500Medium', '600SemiBold', '700Bold'].map((weight) =>
  readFileSync(resolve(`@expo-google-fonts/ibm-plex-sans-arabic/${weight}/IBMPlexSansArabic_${weight}.ttf`)),
);
const compiler = NodeCompiler.create({ workspace: fileURLToPath(new URL('../../pictures/', import.meta.url)), fontArgs: [{ fontBlobs: fonts }] });

function draw({ id, words }: DrawTask): DrawAnswer {
  const compiled = compiler.compile({ mainFilePath: template, inputs: { words: JSON.stringify(words) } });
  const { result } = compiled;
  if (!result) return { id, problem: saidBy(compiled.takeError()) };
  // Letters are outlines by now: no face of the machine is asked for.
  const picture = new Resvg(compiler.plainSvg(result), { fitTo: { mode: 'width', value: width }, font: { loadSystemFonts: false } });
  return { id, png: picture.render().asPng() };
}

/** What Typst had against it: its errors keep their words apart. */
function saidBy(error: NodeError | null): string {
  return error ? JSON.stringify(compiler.fetchDiagnostics(error)).slice(0, 1_000) : 'no reason given';
}

process.on('message', (task: DrawTask) => {
  let answer: DrawAnswer;
  try {
    answer = draw(task);
  } catch (error) {
    answer = { id: task.id, problem: String(error).slice(0, 1_000) };
  }
  compiler.evictCache(keptRounds);
  process.send?.(answer);
});
process.on('disconnect', () => process.exit());
