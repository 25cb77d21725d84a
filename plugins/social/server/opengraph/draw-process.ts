// Draws pictures of pages as a process of its own: Typst lays out without a pause, which only the end of a process can cut short.
import { serveDrawings } from '@amanah/drawing/serve';
import { plexFonts, Typst } from '@amanah/drawing/typst';
import type { PictureWords } from './picture-words.ts';

const pictures = new URL('../../pictures/', import.meta.url);
const template = new URL('page.typ', pictures);
const width = 1_200;
const typst = new Typst(pictures, plexFonts());

serveDrawings<PictureWords>((words) => typst.png(template, { words: JSON.stringify(words) }, width));
