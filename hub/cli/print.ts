import type { Command } from 'commander';

/** Prints a command's result: as JSON when asked (on the command or before it), else as the given lines. */
export function print(command: Command, result: unknown, lines: readonly string[]): void {
  const { json } = command.optsWithGlobals<{ json?: boolean }>();
  console.log(json ? JSON.stringify(result) : lines.join('\n'));
}
