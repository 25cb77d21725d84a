import { mkdtemp, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';

/** Words on a still picture, Arabic above English. */
export interface StillWords {
  readonly ar: { readonly title: string; readonly text: string };
  readonly en: { readonly title: string; readonly text: string };
}

const family = 'IBM Plex Sans Arabic';
const fonts = dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/ibm-plex-sans-arabic/package.json'));
const fontFiles = ['400Regular/IBMPlexSansArabic_400Regular.ttf', '600SemiBold/IBMPlexSansArabic_600SemiBold.ttf'].map((file) => join(fonts, file));

/** Draws a picture of 1280 × 720 with the words. @returns PNG */
export function drawStill({ ar, en }: StillWords): Buffer {
  const line = (y: number, size: number, weight: number, colour: string, words: string, language: string) =>
    `<text x="640" y="${y}" font-family="${family}" font-size="${size}" font-weight="${weight}" fill="${colour}" text-anchor="middle" xml:lang="${language}">${escaped(words)}</text>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="720" viewBox="0 0 1280 720">
    <defs><linearGradient id="ground" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#074d31"/><stop offset="1" stop-color="#1b8354"/></linearGradient></defs>
    <rect width="1280" height="720" fill="url(#ground)"/>
    <circle cx="1130" cy="110" r="260" fill="#ffffff" opacity=".05"/><circle cx="140" cy="650" r="320" fill="#ffffff" opacity=".05"/>
    <rect x="580" y="356" width="120" height="4" rx="2" fill="#c8a24a"/>
    ${line(240, 60, 600, '#ffffff', ar.title, 'ar')}${line(310, 32, 400, '#d9efe3', ar.text, 'ar')}
    ${line(440, 44, 600, '#ffffff', en.title, 'en')}${line(500, 28, 400, '#d9efe3', en.text, 'en')}
  </svg>`;
  return new Resvg(svg, { font: { fontFiles, loadSystemFonts: false, defaultFontFamily: family } }).render().asPng();
}

/** Writes pictures for ffmpeg to read. @returns their paths, in the same order */
export async function writeStills(all: readonly StillWords[]): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'amanah-stills-'));
  return Promise.all(
    all.map(async (words, index) => {
      const path = join(folder, `${index}.png`);
      await writeFile(path, drawStill(words));
      return path;
    }),
  );
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
