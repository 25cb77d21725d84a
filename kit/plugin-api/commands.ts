import type { ZodObject, output } from 'zod';
import type { PluginManifest } from './manifest.ts';
import type { Events, PluginContext } from './server.ts';

/** What a command works with: the same data as the running plugin, under the plugin's own database role. Nothing else of the hub is there. */
export interface CommandContext<M extends PluginManifest = PluginManifest, C = unknown> extends Pick<
  PluginContext<M, C>,
  'config' | 'configDir' | 'publicUrl' | 'log' | 'db' | 'files' | 'seals' | 'access' | 'audit' | 'text'
> {
  /** An event of the manifest is delivered by the hub, when it runs. */
  readonly events: Pick<Events<M>, 'emit'>;
}

/** What a command did: as data with `--json`, else as lines. */
export interface CommandAnswer {
  readonly result: unknown;
  readonly lines: readonly string[];
}

/** A command of `amanah` that a plugin brings. */
export interface PluginCommand<M extends PluginManifest = PluginManifest, I extends ZodObject = ZodObject> {
  /** Words after `amanah`: one, or two with the noun first (`broadcast add`). The first word is no command of the hub or of another plugin. */
  readonly name: string;
  readonly summary: string;
  /**
   * Its options: `titleAr` is given as `--title-ar`; booleans are flags, lists are repeated; all come as text, so numbers are `z.coerce.number()`.
   * `.describe(…)` is what `--help` says.
   */
  readonly input: I;
  /** What it throws is told in one line, an error of the catalogue with its code. */
  run(input: output<I>, ctx: CommandContext<M>): Promise<CommandAnswer>;
}

/** The commands of a plugin, as `server/commands.ts` exports them by default. */
export interface PluginCommands {
  readonly manifest: PluginManifest;
  readonly commands: readonly PluginCommand[];
}

/** Declares a plugin's commands; `add` gives each the types of its own options. */
export function defineCommands<const M extends PluginManifest>(
  manifest: M,
  declare: (add: <I extends ZodObject>(command: PluginCommand<M, I>) => void) => void,
): PluginCommands {
  const commands: PluginCommand[] = [];
  declare((command) => void commands.push(command as unknown as PluginCommand));
  return { manifest, commands };
}
