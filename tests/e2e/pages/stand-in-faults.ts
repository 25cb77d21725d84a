import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Calls of a stand-in's control address, of a hub that started it. @returns what it answers @throws with its answer when it refuses */
export function standInFaults(dataDir: string, name: string): (call: string) => Promise<unknown> {
  const { faults } = (JSON.parse(readFileSync(join(dataDir, 'run', 'stand-ins.json'), 'utf8')) as Record<string, { faults: string }>)[name]!;
  return async (call) => {
    const answer = await fetch(`${faults}${call}`, { method: 'POST' });
    if (!answer.ok) throw new Error(await answer.text());
    return answer.json();
  };
}
