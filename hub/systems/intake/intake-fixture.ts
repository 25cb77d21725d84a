import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Contract, FileIntake } from '@amanah/adapter-api';
import { quietLog } from '../../store/store-fixture.ts';
import type { Queryable, Store } from '../../store/contract.ts';
import type { Intake, IntakeParts, IntakeSystem } from './contract.ts';
import { createIntake } from './create-intake.ts';

/** Where a process ends in the middle of its work: at one of its steps, counted. */
export class Steps {
  #left: number;
  taken = 0;

  constructor(until = Infinity) {
    this.#left = until;
  }

  /** @throws Error at the step where the process ends, and at every later one */
  step(): void {
    this.taken += 1;
    if (this.taken >= this.#left) throw new Error('the process ended here');
  }

  /** One step before and one after each call of the methods. */
  around<T extends object>(target: T, methods: readonly (keyof T)[]): T {
    return new Proxy(target, {
      get: (of, name) => {
        const value = Reflect.get(of, name) as unknown;
        if (typeof value !== 'function') return value;
        if (!methods.includes(name as keyof T)) return value.bind(of) as unknown;
        return async (...given: unknown[]) => {
          this.step();
          const result: unknown = await value.apply(of, given);
          this.step();
          return result;
        };
      },
    });
  }
}

/** A folder on this machine with kinds, and processes that run the adapter right here. */
export class IntakeFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'amanah-intake-'));
  readonly systemId: string;
  readonly connection: object;

  constructor(systemId: string, connection: object) {
    this.systemId = systemId;
    this.connection = { folder: { at: 'local', path: this.path }, whole: { by: 'rename' }, acknowledge: {}, ...connection };
    writeFileSync(join(this.path, '.amanah-folder'), '');
  }

  /** `minute` orders files by their time. */
  put(name: string, content: string | Buffer, minute = 0): void {
    writeFileSync(join(this.path, name), content);
    utimesSync(join(this.path, name), 1_700_000_000 + minute * 60, 1_700_000_000 + minute * 60);
  }

  names(below = ''): readonly string[] {
    const at = join(this.path, below);
    return existsSync(at) ? readdirSync(at).filter((name) => name.includes('.') && name !== '.amanah-folder') : [];
  }

  text(name: string): string {
    return readFileSync(join(this.path, name), 'utf8');
  }

  async system(): Promise<IntakeSystem> {
    return { systemId: this.systemId, contract: await this.#contract() };
  }

  /** The adapter as it would run in its process; every step of its folder counts. */
  async processes(steps = new Steps()): Promise<IntakeParts['processes']> {
    const files = await this.#intake(steps);
    return {
      listFiles: (_system, signal) => files.list(signal),
      hashFile: (_system, file, signal) => files.hash(file, signal),
      readFile: (_system, file, sink, signal) => files.read(file, steps.around(sink, ['rows', 'rejected']), signal),
      settleFile: (_system, file, outcome, signal) => files.settle(file, outcome, signal),
    };
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  async #intake(steps: Steps): Promise<FileIntake> {
    const { FolderIntake } = await import('../../../adapters/files/src/intake/folder-intake.ts');
    const { WaitingFiles } = await import('../../../adapters/files/src/contract/waiting-files.ts');
    const { LocalFolder } = await import('../../../adapters/files/src/folder/local-folder.ts');
    const config = await this.#checked();
    const folder = steps.around(new LocalFolder({ at: 'local', path: this.path }, config.bounds), ['list', 'write', 'move', 'remove', 'stat']);
    return new FolderIntake({ folder, config, kinds: config.kinds, waiting: new WaitingFiles(folder, config, config.kinds) });
  }

  async #checked() {
    const { config } = await import('../../../adapters/files/src/config.ts');
    return config.parse(this.connection);
  }

  async #contract(): Promise<Contract> {
    const { adapter } = await import('../../../adapters/files/src/adapter.ts');
    const limits = { connectMs: 1_000, answerMs: 5_000, idleMs: 5_000, maxAnswerBytes: 1_000_000, maxHeaderBytes: 1_000, atOnce: 2 };
    const none = () => {
      throw new Error('not asked for');
    };
    return adapter.discover(await this.#checked(), {
      systemId: this.systemId,
      log: quietLog,
      limits,
      secret: none,
      file: none,
      signal: new AbortController().signal,
    });
  }
}

/** A store whose process ends at a step: before or after a statement, and before or after a commit. */
export function stepping(store: Store, steps: Steps): Store {
  const query = <Row>(on: Queryable, ...given: Parameters<Queryable['query']>): Promise<Row[]> => {
    steps.step();
    return on.query<Row>(...given).then((rows) => {
      steps.step();
      return rows;
    });
  };
  return {
    ...store,
    hub: {
      query: (...given) => query(store.hub, ...given),
      async transaction(work) {
        const result = await store.hub.transaction((tx) => work({ query: (...given) => query(tx, ...given) }));
        steps.step();
        return result;
      },
    },
  };
}

export function intakeOf(store: Store, processes: IntakeParts['processes'], looked?: IntakeParts['looked']): Intake {
  return createIntake({ store, log: quietLog, processes, ...(looked ? { looked } : {}) });
}
