import { plexFonts, Typst } from '@amanah/drawing/typst';
import type { Bilingual } from '@amanah/plugin-api';

/** What stands on one picture of a programme. */
export interface Slide {
  /** Above a title, where there are no items. */
  readonly kicker: Bilingual;
  readonly title: Bilingual;
  readonly items: readonly Bilingual[];
  /** Which of the items is spoken of now; `null`: all. */
  readonly current: number | null;
  /** Number of the first item. */
  readonly from: number;
  /** How far the programme is, from 0 to 1. */
  readonly progress: number;
  /** Drawn on a poster: leaves, or a wave for what is only heard. */
  readonly motif: 'leaf' | 'wave';
  /** Stands still behind the player's button and words. */
  readonly poster: boolean;
}

const amanah: Bilingual = { ar: 'أمانة المنطقة الشرقية', en: 'Eastern Province Municipality' };
const template = new URL('slide.typ', import.meta.url);
const width = 1_280;

/** Draws slides as PNG of 1280 × 720. */
export class SlideDrawer {
  readonly #typst = new Typst(new URL('./', import.meta.url), plexFonts());

  /** @throws Error with what Typst said */
  draw(slide: Slide): Uint8Array {
    return this.#typst.png(template, { slide: JSON.stringify({ ...slide, amanah }) }, width);
  }
}
