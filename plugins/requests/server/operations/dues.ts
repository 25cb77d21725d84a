import { AmanahError } from '@amanah/errors';
import { duesDesk, type Dues } from '../../contract.ts';
import type { PluginParts } from '../plugin-parts.ts';

/** Opens the desk where whoever keeps invoices offers itself. @returns what is offered there; asking it throws HOST_SERVICE_MISSING while nobody has */
export function openDuesDesk({ ctx }: Pick<PluginParts, 'ctx'>): () => Dues {
  let offered: Dues | undefined;
  ctx.provide(duesDesk, {
    offer(dues) {
      if (offered) throw new Error('invoices are kept by one plugin');
      offered = dues;
    },
  });
  return () => {
    if (!offered) throw new AmanahError('HOST_SERVICE_MISSING', { detail: 'nobody offers to keep invoices' });
    return offered;
  };
}
