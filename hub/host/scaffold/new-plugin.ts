import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AmanahError } from '@amanah/errors';

const template = new URL('./template/', import.meta.url);

export interface NewPlugin {
  readonly id: string;
  /** Unit of organisation.json that owns it. */
  readonly owner: string;
  readonly titleAr?: string;
  readonly titleEn?: string;
}

/**
 * Writes a working plugin: manifest, routes, page, extension, job, migration, both locales, tests, README. Returns its files.
 * @throws HOST_MANIFEST_INVALID when the id is taken or malformed
 */
export async function newPlugin(folder: URL, { id, owner, titleAr, titleEn }: NewPlugin): Promise<readonly string[]> {
  if (!/^[a-z][a-z0-9-]{1,40}$/.test(id))
    throw new AmanahError('HOST_MANIFEST_INVALID', { detail: `id "${id}": lower-case letters, digits and hyphens, from 2 to 41 characters` });
  const home = new URL(`${id}/`, folder);
  if (existsSync(home)) throw new AmanahError('HOST_MANIFEST_INVALID', { detail: `id "${id}": there is already a folder ${fileURLToPath(home)}` });
  const name = id.charAt(0).toUpperCase() + id.slice(1).replaceAll('-', ' ');
  const inJson = (text: string) => JSON.stringify(text).slice(1, -1);
  const places: Readonly<Record<string, string>> = {
    id,
    owner,
    schema: id.replaceAll('-', '_'),
    titleAr: inJson(titleAr ?? `ملاحظات ${name}`),
    titleEn: inJson(titleEn ?? name),
  };
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
