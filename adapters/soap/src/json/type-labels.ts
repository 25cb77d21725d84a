import { clark, type QualifiedName } from '../xml/qualified-name.ts';
import type { SchemaComponents } from '../xsd/schema-components.ts';

/** What `$type` says: the local name of a type, or `{namespace}local` where several types share the local name. */
export class TypeLabels {
  readonly #byName = new Map<string, string>();
  readonly #byLabel = new Map<string, QualifiedName>();

  constructor(components: SchemaComponents) {
    const types = components.all.filter(({ kind }) => kind === 'type');
    const counts = new Map<string, number>();
    for (const { name } of types) counts.set(name.local, (counts.get(name.local) ?? 0) + 1);
    for (const { name } of types) {
      const label = counts.get(name.local) === 1 ? name.local : clark(name);
      this.#byName.set(clark(name), label);
      this.#byLabel.set(label, name);
    }
  }

  of(name: QualifiedName): string {
    return this.#byName.get(clark(name)) ?? clark(name);
  }

  /** The type that a label names; `null` when there is none. */
  find(label: string): QualifiedName | null {
    return this.#byLabel.get(label) ?? null;
  }
}
