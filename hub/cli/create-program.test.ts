import { expect, test } from 'vitest';
import { createProgram } from './create-program.ts';

test('each command is there, with all that belongs to it, also where only the part of its first word is read', async () => {
  const all = (await createProgram()).commands;
  expect(all.length).toBeGreaterThan(15);
  for (const whole of all) {
    const alone = (await createProgram(['--json', whole.name(), 'list'])).commands.find((command) => command.name() === whole.name());
    expect({ word: whole.name(), help: alone?.helpInformation() }).toEqual({ word: whole.name(), help: whole.helpInformation() });
  }
});
