import { AmanahError } from '@amanah/errors';
import type { PersonalFact, PluginMail, PluginManifest, PluginPeople } from '@amanah/plugin-api';
import type { Identity } from '../identity/contract.ts';
import type { MailRoom } from '../mail/contract.ts';

/** What a plugin may learn of persons: only what its manifest names. */
export function pluginPeople(manifest: PluginManifest, identity: Pick<Identity, 'nationalIdOf' | 'contactOf' | 'accountsKnownAs'>): PluginPeople {
  return {
    async nationalIdOf(personId) {
      assertDeclared(manifest, 'national-id');
      return identity.nationalIdOf(personId);
    },
    async contactOf(personId) {
      assertDeclared(manifest, 'contact');
      return identity.contactOf(personId);
    },
    async knownAs(mark) {
      assertDeclared(manifest, 'contact');
      return identity.accountsKnownAs(mark);
    },
  };
}

/** Mail for plugins whose manifest says that they reach persons outside the portal. */
export function pluginMail(manifest: PluginManifest, mail: MailRoom): PluginMail {
  return {
    async send(outgoing, handingOver) {
      assertDeclared(manifest, 'contact');
      await mail.send(outgoing, handingOver);
    },
  };
}

function assertDeclared({ id, personal = [] }: PluginManifest, fact: PersonalFact): void {
  if (!personal.includes(fact)) throw new AmanahError('HOST_PERSONAL_UNDECLARED', { detail: `"${id}" does not name "${fact}" in personal` });
}
