import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import subsetFont from 'subset-font';
import { digitsOverLatin } from './digit-font.ts';

const require = createRequire(import.meta.url);
const FAMILY = 'IBM Plex Sans Arabic';
/** Three files serve four weights: labels of 500 are drawn with 600, which a phone need not fetch twice. */
const WEIGHTS = [400, 600, 700] as const;

interface Script {
  readonly name: 'arabic' | 'latin';
  readonly letters: string;
  readonly everyday: string;
  readonly whole: string;
}

const range = (from: number, to: number): string => Array.from({ length: to - from + 1 }, (_, index) => String.fromCodePoint(from + index)).join('');

/** Letters, harakat, digits and marks of Arabic as written every day, with the Persian letters of foreign names. */
const ARABIC: Script = {
  name: 'arabic',
  letters: `${range(0x060c, 0x060c)}؛؟${range(0x0621, 0x063a)}${range(0x0640, 0x0652)}${range(0x0660, 0x066c)}ٰٱپچژڤکگی${range(0x06f0, 0x06f9)}\u200c\u200d\u200e\u200f`,
  everyday: 'U+060C,U+061B,U+061F,U+0621-063A,U+0640-0652,U+0660-066C,U+0670-0671,U+067E,U+0686,U+0698,U+06A4,U+06A9,U+06AF,U+06CC,U+06F0-06F9,U+200C-200F',
  whole:
    'U+0600-060B,U+060D-061A,U+061C-061E,U+0620,U+063B-063F,U+0653-065F,U+066D-066F,U+0672-067D,U+067F-0685,U+0687-0697,U+0699-06A3,U+06A5-06A8,U+06AA-06AE,U+06B0-06CB,U+06CD-06EF,U+06FA-06FF,U+0750-077F,U+08A0-08FF,U+FB50-FDFF,U+FE70-FEFC',
};

const LATIN: Script = {
  name: 'latin',
  letters: `${range(0x20, 0x7e)}\u00a0©«®°±²³·»×÷éèáüö–—‘’“”•…‹›€−→←↑↓`,
  everyday:
    'U+0020-007E,U+00A0,U+00A9,U+00AB,U+00AE,U+00B0-00B3,U+00B7,U+00BB,U+00D7,U+00E1,U+00E8-00E9,U+00F6-00F7,U+00FC,U+2013-2014,U+2018-2019,U+201C-201D,U+2022,U+2026,U+2039-203A,U+20AC,U+2190-2193,U+2212',
  whole:
    'U+00A1-00A8,U+00AA,U+00AC-00AD,U+00AF,U+00B4-00B6,U+00B8-00BA,U+00BC-00D6,U+00D8-00E0,U+00E2-00E7,U+00EA-00F5,U+00F8-00FB,U+00FD-00FF,U+0131,U+0152-0153,U+02C6,U+02DC,U+2122',
};

/**
 * How long a page waits for its letters. `optional` (the portal): at the first paint or not on this page, so nothing moves while it is read; the frame
 * fetches the most used files ahead. `block` is for pictures of components, which wait.
 */
type FontDisplay = 'optional' | 'block' | 'swap';

function face(weight: number, url: string, unicodeRange: string, display: FontDisplay, family = FAMILY): string {
  return `@font-face{font-family:"${family}";font-style:normal;font-weight:${weight === 600 ? '500 600' : weight};font-display:${display};src:url("${url}") format("woff2");unicode-range:${unicodeRange}}`;
}

async function place(folder: string, publicPath: string, name: string, bytes: Uint8Array): Promise<string> {
  const file = `${name}.${createHash('sha256').update(bytes).digest('hex').slice(0, 10)}.woff2`;
  await writeFile(join(folder, file), bytes);
  return `${publicPath}${file}`;
}

/**
 * Writes the product's fonts as woff2 into `folder` and returns their `@font-face` CSS with addresses under `publicPath`.
 * The everyday letters are one small file a script and weight; rare letters stay in the full file, which browsers fetch only when met.
 */
export async function buildFonts(folder: string, publicPath: string, display: FontDisplay = 'optional'): Promise<string> {
  await mkdir(folder, { recursive: true });
  const faces: string[] = [];
  for (const weight of WEIGHTS) {
    for (const script of [ARABIC, LATIN]) {
      const name = `ibm-plex-sans-arabic-${script.name}-${weight}`;
      const full = await readFile(require.resolve(`@fontsource/ibm-plex-sans-arabic/files/${name}-normal.woff2`));
      const small = await subsetFont(full, script.letters, { targetFormat: 'woff2' });
      faces.push(face(weight, await place(folder, publicPath, `${name}-full`, full), script.whole, display));
      faces.push(face(weight, await place(folder, publicPath, name, small), script.everyday, display));
    }
  }
  for (const weight of WEIGHTS) {
    const full = await readFile(require.resolve(`@fontsource/ibm-plex-sans-arabic/files/ibm-plex-sans-arabic-arabic-${weight}-normal.woff2`));
    const url = await place(folder, publicPath, `arabic-digits-${weight}`, await digitsOverLatin(full));
    // A choice of the person, so it comes even when it comes late.
    faces.push(face(weight, url, 'U+0030-0039', 'swap', 'Amanah Arabic Digits'));
  }
  const code = await readFile(require.resolve('@fontsource/ibm-plex-mono/files/ibm-plex-mono-latin-400-normal.woff2'));
  const codeUrl = await place(folder, publicPath, 'ibm-plex-mono-latin-400', code);
  faces.push(`@font-face{font-family:"IBM Plex Mono";font-style:normal;font-weight:400;font-display:${display};src:url("${codeUrl}") format("woff2")}`);
  return faces.join('\n');
}
