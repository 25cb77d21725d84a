import { refusalOf } from '@amanah/plugin-api';
import type { ListedLicence } from '../../contract.ts';
import type { Parts } from '../parts.ts';

/** Valid licences on a place; an older register, which does not keep places, answers none. */
export async function licencesAt({ registers }: Pick<Parts, 'registers'>, unit: string, shortAddress: string): Promise<readonly ListedLicence[]> {
  try {
    return (await registers.of(unit).at({ shortAddress })).licences;
  } catch (error) {
    if (refusalOf(error) === 'not-offered') return [];
    throw error;
  }
}
