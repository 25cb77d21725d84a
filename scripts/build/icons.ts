import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { iconNames } from '@amanah/ui/icon-names';

const require = createRequire(import.meta.url);

/** The SVG sprite of exactly the icons the kit names, one `<symbol id="name">` each. Throws when lucide has no such icon. */
export async function buildIcons(): Promise<string> {
  const symbols = await Promise.all(
    iconNames.map(async (name) => {
      const file = await readFile(require.resolve(`lucide-static/icons/${name}.svg`), 'utf8');
      const drawing = file.slice(file.indexOf('>', file.indexOf('<svg')) + 1, file.lastIndexOf('</svg>')).replace(/\s*\n\s*/g, '');
      return `<symbol id="${name}" viewBox="0 0 24 24">${drawing}</symbol>`;
    }),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>\n`;
}
