import { withContext, type CliContext, type OpenContext } from '../cli/context.ts';
import type { Systems } from './contract.ts';
import { createSystems } from './create-systems.ts';

/** Opens the systems for one command, on the store of the running hub, and closes everything after it. */
export function withSystems(open: OpenContext, work: (systems: Systems, context: CliContext) => Promise<void>): Promise<void> {
  return withContext(open, async (context) => {
    const systems = await createSystems({ ...context, follows: false });
    try {
      await work(systems, context);
    } finally {
      await systems.close();
    }
  });
}
