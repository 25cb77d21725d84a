import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { AmanahError } from '@amanah/errors';
import type { ContractState, SystemDraft, SystemTest } from '@amanah/plugin-api';
import type { Command } from 'commander';
import { parse } from 'yaml';
import { z } from 'zod';
import type { RegisterCommands } from '../cli/context.ts';
import { print } from '../cli/print.ts';
import { registerAdapterCommands } from './adapter-commands.ts';
import { registerWriteCommands } from './calls/write-commands.ts';
import { registerCareCommands } from './care-commands.ts';
import type { Systems } from './contract.ts';
import { isWeb } from './definition.ts';
import { problemInWords } from './definition-refused.ts';
import { registerExchangeCommands } from './exchanges/exchange-commands.ts';
import { registerPortCommands } from './ports/port-commands.ts';
import { withSystems } from './with-systems.ts';

const requestId = 'command-line';

interface DraftOptions {
  readonly secrets?: string;
  readonly file?: readonly string[];
}

/**
 * `amanah system …`: on the store of the running hub, which takes a change up at once in every replica. What must ask a system itself runs its adapter in a
 * process of the command's own.
 */
export const register: RegisterCommands = (program, open) => {
  registerAdapterCommands(program, open);
  registerExchangeCommands(program, open);
  registerWriteCommands(program, open);
  registerPortCommands(program, open);
  const system = program.command('system').description('connected systems');
  const run = (work: (systems: Systems) => Promise<void>) => withSystems(open, work);

  draftOptions(system.command('add').argument('<file>', 'YAML; its schema is at /schemas/system.json of the portal'))
    .description('check a system file and connect the system; the same id again replaces it')
    .action((file: string, options: DraftOptions, command: Command) =>
      run(async (systems) => {
        const draft = await readDraftFiles(file, options);
        const saved = await save(systems, draft, file);
        const what = saved.url ?? `${saved.operations} operations`;
        print(command, { added: saved.id, url: saved.url, operations: saved.operations }, [`added ${saved.id}: ${what}`]);
      }),
    );

  draftOptions(system.command('test').argument('<file-or-id>'))
    .description('check a system file, or a system that runs, against the real system; changes nothing')
    .action((given: string, options: DraftOptions, command: Command) =>
      run(async (systems) => {
        const result = existsSync(given) ? await test(systems, await readDraftFiles(given, options), given) : await systems.admin.testRunning(given);
        print(command, result, [
          ...result.problems.map((problem) => `failed\tdefinition\t${problemInWords(problem)}`),
          ...result.checks.map(({ id, state, ms, found }) => [state, id, found ?? '', ms === null ? '' : `${ms} ms`].join('\t').trimEnd()),
        ]);
        if (!result.ok) process.exitCode = 1;
      }),
    );

  draftOptions(system.command('discover').argument('<file>'))
    .description('what a system says that it can do; of the file only adapter and connection need to be there')
    .action((file: string, options: DraftOptions, command: Command) =>
      run(async ({ connect }) => {
        const found = await connect.discover(await readDraftFiles(file, options));
        print(command, found, [
          ...found.problems.map((problem) => `problem\t${problemInWords(problem)}`),
          ...(found.failure ? [`failed\t${found.failure.code}\t${found.failure.detail}`] : []),
          ...(found.contract?.problems ?? []).map(({ kind, place, found: what }) => `${kind}\t${place}\t${what}`),
          ...(found.contract?.operations ?? []).map(({ name, effect, summary, problems }) =>
            [problems.length > 0 ? `cannot be called (${problems[0]?.place}: ${problems[0]?.found})` : effect, name, summary ?? ''].join('\t').trimEnd(),
          ),
        ]);
        if (!found.contract) process.exitCode = 1;
      }),
    );

  system
    .command('list')
    .description('every system of files and rows with its state, those that wait, and what is wrong with refused files')
    .action((_options: object, command: Command) =>
      run(async ({ admin }) => {
        const [systems, waiting, problems] = await Promise.all([admin.list(), admin.waiting(), admin.problems()]);
        print(command, { systems, waiting, problems }, [
          ...systems.map((one) =>
            [one.id, one.state, one.file ?? one.source, one.url ?? `${one.adapter}, ${one.operations} operations`, one.access, one.bridge, one.tier, one.reason]
              .concat(one.needsReview ? 'needs review' : [])
              .filter(Boolean)
              .join('\t'),
          ),
          ...waiting.map((one) => `${one.id}\twaiting\t${one.from}\tits stand-in "${one.waitsFor}" does not run`),
          ...problems.map((problem) => `refused\t${problemInWords(problem)}`),
        ]);
        if (problems.length > 0) process.exitCode = 1;
      }),
    );

  system
    .command('remove')
    .argument('<id>')
    .description('disconnect a system that was added by command or in the operations pages')
    .action((id: string, _options: object, command: Command) =>
      run(async ({ admin }) => {
        await admin.remove(id, null, requestId);
        print(command, { removed: id }, [`removed ${id}`]);
      }),
    );

  system
    .command('call')
    .argument('<id>')
    .argument('<operation>', 'as the definition names it')
    .argument('[input]', 'JSON', '{}')
    .option('--key <key>', 'for writes: the same key for the same intended write')
    .option('--case <number>', 'case that it belongs to')
    .option('--cursor <cursor>', 'next page, as the answer before gave it')
    .description('call one operation, recorded as every call is')
    .action((id: string, operation: string, input: string, options: { key?: string; case?: string; cursor?: string }, command: Command) =>
      run(async ({ calls }) => {
        const answer = await calls.call({
          system: id,
          operation,
          input: readJson(input),
          cursor: options.cursor ?? null,
          caller: { actor: null, plugin: null, language: 'en', requestId: `command-line-${randomUUID()}` },
          options: { ...(options.key === undefined ? {} : { idempotencyKey: options.key }), ...(options.case === undefined ? {} : { case: options.case }) },
        });
        print(command, answer, [JSON.stringify(answer.output, null, 2), ...(answer.next === null ? [] : [`next page: --cursor ${answer.next}`])]);
      }),
    );

  system
    .command('contract')
    .argument('<id>')
    .option('--accept', 'take what the system says of itself now as right')
    .description('compare what a system says of itself now with what was accepted')
    .action((id: string, { accept = false }: { accept?: boolean }, command: Command) =>
      run(async ({ connect }) => {
        const state = accept ? await connect.acceptContract(id, null, requestId) : await connect.checkContract(id);
        print(command, state, contractLines(state));
        if (state.needsReview) process.exitCode = 1;
      }),
    );

  registerCareCommands(system, open);

  const secret = system.command('secret').description('secrets of systems');
  secret
    .command('set')
    .argument('<id>')
    .argument('<name>')
    .description('give a secret anew; its value is read from the standard input')
    .action((id: string, name: string, _options: object, command: Command) =>
      run(async ({ connect }) => {
        await connect.setSecret(id, name, (await readAll(process.stdin)).replace(/\r?\n$/, ''), null, requestId);
        print(command, { system: id, set: name }, [`set ${name} of ${id}`]);
      }),
    );
  secret
    .command('list')
    .argument('<id>')
    .description('which secrets a system needs, and since when each is given')
    .action((id: string, _options: object, command: Command) =>
      run(async ({ connect }) => {
        const list = await connect.secrets(id);
        print(
          command,
          list,
          list.map(({ name, setAt }) => `${name}\t${setAt ?? 'missing'}`),
        );
      }),
    );

  system
    .command('types')
    .argument('<id...>')
    .requiredOption('--out <file>', 'declaration file, such as plugins/x/server/systems.d.ts')
    .description('types of the operations of systems, for plugins that call them')
    .action((ids: readonly string[], { out }: { out: string }, command: Command) =>
      run(async ({ connect }) => {
        const documents = await Promise.all(ids.map(async (id) => ({ id, document: await connect.openApi(id) })));
        // openapi-typescript needs the TypeScript of that workspace.
        const { systemTypes } = await import('../../scripts/system-types.ts');
        writeFileSync(out, await systemTypes(documents));
        print(command, { systems: ids, file: resolve(out) }, [`${out}: ${ids.join(', ')}`]);
      }),
    );

  system
    .command('diagnostics')
    .argument('<id>')
    .requiredOption('--out <file>', 'zip file')
    .description('what a vendor needs to help: no secret, no message, no name of a person')
    .action((id: string, { out }: { out: string }, command: Command) =>
      run(async ({ connect }) => {
        const zip = await connect.diagnostics(id);
        writeFileSync(out, zip, { mode: 0o600 });
        print(command, { system: id, file: resolve(out), bytes: zip.length }, [`${out}: ${zip.length} bytes`]);
      }),
    );
};

function draftOptions(command: Command): Command {
  return command
    .option('--secrets <file>', 'YAML of secret names and their values; - reads it from the standard input')
    .option('--file <name=path>', 'a file that the definition names, such as service.wsdl=./service.wsdl', (one: string, all: string[] = []) => [...all, one]);
}

/** A definition with secrets and files; those of a web system go with the definition alone. */
async function save(systems: Systems, draft: SystemDraft, file: string) {
  return hasOwnParts(draft) || isCalled(draft)
    ? systems.connect.saveDraft(draft, null, requestId, file)
    : systems.admin.save(draft.definition, null, requestId, file);
}

async function test(systems: Systems, draft: SystemDraft, file: string): Promise<SystemTest> {
  return hasOwnParts(draft) || isCalled(draft) ? systems.connect.testDraft(draft, file) : systems.admin.test(draft.definition, file);
}

function hasOwnParts({ secrets, files }: SystemDraft): boolean {
  return Object.keys(secrets ?? {}).length > 0 || Object.keys(files ?? {}).length > 0;
}

function isCalled({ definition }: SystemDraft): boolean {
  try {
    const { adapter } = parse(definition as string) as { adapter: 'webapp' };
    return !isWeb({ adapter });
  } catch {
    return false;
  }
}

async function readDraftFiles(file: string, { secrets, file: files = [] }: DraftOptions): Promise<SystemDraft> {
  const values =
    secrets === undefined ? undefined : z.record(z.string(), z.string()).safeParse(parse(secrets === '-' ? await readAll(process.stdin) : readText(secrets)));
  if (values && !values.success) throw new AmanahError('SYSTEMS_DEFINITION_INVALID', { detail: `${secrets}: expected names of secrets and their values` });
  const given = files.map((one) => {
    const [name = '', path = name] = one.split(/=(.*)/s);
    return [name, readBytes(path).toString('base64')] as const;
  });
  return { definition: readText(file), ...(values ? { secrets: values.data } : {}), ...(given.length > 0 ? { files: Object.fromEntries(given) } : {}) };
}

function contractLines({ acceptedAt, kind, version, changes, needsReview }: ContractState): readonly string[] {
  return [
    `accepted ${acceptedAt}: ${[kind, version].filter(Boolean).join(' ')}${needsReview ? ' — needs review' : ''}`,
    ...changes.map(({ operation, path, change, before, after, breaking, used }) =>
      [breaking ? 'breaks' : 'changes', used ? 'used' : 'unused', operation ?? '(whole)', path, change, before ?? '', after ?? ''].join('\t').trimEnd(),
    ),
  ];
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AmanahError('HTTP_INVALID_INPUT', { detail: `the input is not JSON: ${(error as Error).message}`, cause: error });
  }
}

function readText(file: string): string {
  return readBytes(file).toString('utf8');
}

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new AmanahError('SYSTEMS_DEFINITION_INVALID', { detail: `${resolve(file)}: ${(error as NodeJS.ErrnoException).code ?? 'unreadable'}`, cause: error });
  }
}
