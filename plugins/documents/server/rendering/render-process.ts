// Draws one paper at a time for the hub's renderer, as a process of its own: Typst compiles without a pause, which only the end of a process can cut short.
import { fileURLToPath } from 'node:url';
import { NodeCompiler, type NodeError } from '@myriaddreamin/typst-ts-node-compiler';
import { coverageOf } from './coverage.ts';
import { readFonts } from './fonts.ts';
import { plainTexts } from './plain-text.ts';
import type { RenderAnswer, RenderTask } from './render-messages.ts';

/** Rounds after which Typst forgets what it kept: without forgetting it keeps a megabyte of each paper for ever. */
const keptRounds = 5;
const standard = 'a-2a';

const fonts = readFonts();
const covers = coverageOf(fonts);
const compiler = NodeCompiler.create({
  workspace: fileURLToPath(new URL('../../../', import.meta.url)),
  fontArgs: [{ fontBlobs: fonts.flat() }],
});

function draw({ template, envelope, madeAt }: RenderTask): RenderAnswer {
  // The QR is made by us and is no text.
  const document = JSON.stringify({ ...plainTexts(envelope, covers), qr: envelope.qr });
  const compiled = compiler.compile({ mainFilePath: fileURLToPath(new URL(`../../..${template}`, import.meta.url)), inputs: { document } });
  const paper = compiled.result;
  if (!paper) return { problem: saidBy(compiled.takeError()) };
  return { pdf: compiler.pdf(paper, { pdfStandard: standard, creationTimestamp: madeAt }) };
}

/** What Typst had against it: its errors keep their words apart. */
function saidBy(error: NodeError | null): string {
  return error ? JSON.stringify(compiler.fetchDiagnostics(error)).slice(0, 2_000) : 'no reason given';
}

process.on('message', (task: RenderTask) => {
  let answer: RenderAnswer;
  try {
    answer = draw(task);
  } catch (error) {
    answer = { problem: String((error as { code?: unknown }).code ?? error).slice(0, 2_000) };
  }
  compiler.evictCache(keptRounds);
  process.send?.(answer);
});
process.on('disconnect', () => process.exit());
