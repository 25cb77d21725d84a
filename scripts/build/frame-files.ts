import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { bundle, transform } from 'lightningcss';
import { buildFonts } from './fonts.ts';
import { buildIcons } from './icons.ts';
import { writeHashed, type PartResult } from './output.ts';

/** Addresses of the files with the letters of everyday text, named `font-<script>-<weight>`: pages fetch those of their language ahead. */
function everydayFonts(faces: string): Record<string, string> {
  const found = faces.matchAll(/\/assets\/ibm-plex-sans-arabic-(arabic|latin)-(\d+)\.[0-9a-f]+\.woff2/g);
  return Object.fromEntries([...found].map(([address, script, weight]) => [`font-${script}-${weight}`, address]));
}

/** Styles, fonts and the icon sprite that every page of the hub links. */
export async function buildFrameFiles(root: string, assets: string): Promise<PartResult> {
  const before = new Set(await readdir(assets));
  const faces = await buildFonts(assets, '/assets/');
  const fonts = (await readdir(assets)).filter((file) => file.endsWith('.woff2') && (!before.has(file) || faces.includes(file)));
  const { code } = bundle({ filename: join(root, 'kit/ui/css/index.css'), minify: true });
  const { code: frame } = bundle({ filename: join(root, 'shell/frame/frame.css'), minify: true });
  const { code: fontCode } = transform({ filename: 'fonts.css', code: Buffer.from(faces), minify: true });
  const styles = await writeHashed(
    assets,
    'ui',
    'css',
    `${Buffer.from(code).toString()}\n${Buffer.from(frame).toString()}\n${Buffer.from(fontCode).toString()}`,
  );
  const icons = await writeHashed(assets, 'icons', 'svg', await buildIcons());
  const favicon = await writeHashed(assets, 'favicon', 'svg', await readFile(join(root, 'shell/frame/favicon.svg')));
  return {
    imports: {},
    integrity: {},
    entries: { ui: { js: '', css: [`/assets/${styles}`], preload: [] } },
    named: { icons: `/assets/${icons}`, favicon: `/assets/${favicon}`, ...everydayFonts(faces) },
    files: [styles, icons, favicon, ...fonts],
  };
}
