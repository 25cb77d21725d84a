import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { AmanahError } from '@amanah/errors';
import { inJson, nameOf, writeTemplate } from '../../cli/write-template.ts';
import { protocolName } from '../definition.ts';

const template = new URL('./template/', import.meta.url);

export interface NewAdapter {
  /** Name of its protocol and folder. */
  readonly id: string;
  readonly titleAr?: string;
  readonly titleEn?: string;
}

/**
 * Writes a working adapter: configuration, discovery, calls, words for the pages, a real counterpart, the shared suite, its own tests, quality, README.
 * Returns its files.
 * @throws SYSTEMS_ADAPTER_NAME when the name is taken or malformed
 */
export async function newAdapter(folder: URL, { id, titleAr, titleEn }: NewAdapter): Promise<readonly string[]> {
  const refuse = (message: string) => new AmanahError('SYSTEMS_ADAPTER_NAME', { params: { name: id }, detail: message });
  if (!protocolName.test(id)) throw refuse('lower-case letters, digits and hyphens, from 2 to 41 characters');
  const home = new URL(`${id}/`, folder);
  if (existsSync(home)) throw refuse(`there is already a folder ${fileURLToPath(home)}`);
  return writeTemplate(template, home, { id, titleAr: inJson(titleAr ?? `سجلات ${nameOf(id)}`), titleEn: inJson(titleEn ?? nameOf(id)) });
}
