import { AmanahError } from '@amanah/errors';
import type { PersonalFact, PluginManifest, PluginPeople } from '@amanah/plugin-api';
import type { Identity } from '../identity/contract.ts';

/** What a plugin may learn of persons: only what its manifest names. */
export function pluginPeople({ id, personal = [] }: PluginManifest, identity: Pick<Identity, 'nationalIdOf'>): PluginPeople {
  const assertDeclared = (fact: PersonalFact) => {
    if (!personal.includes(fact)) throw new AmanahError('HOST_PERSONAL_UNDECLARED', { detail: `"${id}" does not name "${fact}" in personal` });
  };
  return {
    async nationalIdOf(personId) {
      assertDeclared('national-id');
      return identity.nationalIdOf(personId);
    },
  };
}
