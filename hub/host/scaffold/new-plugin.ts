import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { AmanahError } from '@amanah/errors';
import { inJson, nameOf, writeTemplate } from '../../cli/write-template.ts';

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
  return writeTemplate(template, home, {
    id,
    owner,
    schema: id.replaceAll('-', '_'),
    titleAr: inJson(titleAr ?? `ملاحظات ${nameOf(id)}`),
    titleEn: inJson(titleEn ?? nameOf(id)),
  });
}
