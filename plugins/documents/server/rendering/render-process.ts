// Draws one paper at a time for the hub's renderer, as a process of its own: Typst compiles without a pause, which only the end of a process can cut short.
import { serveDrawings } from '@amanah/drawing/serve';
import { Typst } from '@amanah/drawing/typst';
import { coverageOf } from './coverage.ts';
import { readFonts } from './fonts.ts';
import { plainTexts } from './plain-text.ts';
import type { RenderTask } from './render-task.ts';

const standard = 'a-2a';
const plugins = new URL('../../../', import.meta.url);
const fonts = readFonts();
const covers = coverageOf(fonts);
const typst = new Typst(plugins, fonts.flat());

serveDrawings<RenderTask>(({ template, envelope, madeAt }) => {
  // The QR is made by us and is no text.
  const document = JSON.stringify({ ...plainTexts(envelope, covers), qr: envelope.qr });
  return typst.pdf(new URL(`.${template}`, plugins), { document }, { standard, madeAt });
});
