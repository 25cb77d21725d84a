import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Copies a folder of templates (`NAME.txt`) into a new folder and fills in what stands between two underscores (`__id__`). Words for JSON files are
 * given as they stand inside of quotes. Returns the files by their paths in the new folder.
 */
export async function writeTemplate(template: URL, home: URL, places: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const written: string[] = [];
  for (const entry of await readdir(template, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = `${entry.parentPath}/${entry.name}`;
    const relative = path
      .slice(fileURLToPath(template).length)
      .replace(/^\//, '')
      .replace(/\.txt$/, '');
    const text = (await readFile(path, 'utf8')).replace(/__([a-z]+(?:Ar|En)?)__/g, (whole, place: string) => places[place] ?? whole);
    const target = fileURLToPath(new URL(relative, home));
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, text);
    written.push(relative);
  }
  return written.sort();
}

/** A text as it stands between the quotes of JSON. */
export function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** An id as the beginning of a sentence. */
export function nameOf(id: string): string {
  return id.charAt(0).toUpperCase() + id.slice(1).replaceAll('-', ' ');
}
