import type { CliContext, OpenContext } from '../cli/context.ts';
import type { Systems } from './contract.ts';
import { createSystems } from './create-systems.ts';

/** Opens the systems for one command, on the store of the running hub, and closes everything after it. */
export async function withSystems(open: OpenContext, work: (systems: Systems, context: CliContext) => Promise<void>): Promise<void> {
  const context = await open();
  try {
    const systems = await createSystems({ ...context, follows: false });
    try {
      await work(systems, context);
    } finally {
      await systems.close();
    }
  } finally {
    await context.close();
  }
}
