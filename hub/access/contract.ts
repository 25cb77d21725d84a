import type { Actor, AnyActor, Bilingual, Grant } from '@amanah/plugin-api';

export interface Unit {
  readonly id: string;
  readonly name: Bilingual;
  readonly type: string;
  readonly parent: string | null;
}

/** A role: permissions that go together; held on a unit and everything below it. */
export interface Role {
  readonly id: string;
  readonly title: Bilingual;
  readonly permissions: readonly string[];
}

export type Decision =
  { readonly allowed: true } | { readonly allowed: false; readonly reason: 'not-signed-in' | 'no-permission' | 'other-unit' | 'step-up-needed' };

/** Roles on the unit tree; `decide` is a pure function of actor, permission, unit and tree. */
export interface Access {
  decide(actor: AnyActor | null, permission: string, unit?: string): Decision;
  /** Units on which the actor holds the permission, for SQL filters; `null` = all. */
  unitsWith(actor: AnyActor | null, permission: string): readonly string[] | null;
  /** The roles of the actor's capacity, each with every unit on which it holds; `null` = all. */
  rolesOf(actor: Actor | null): readonly { readonly role: string; readonly units: readonly string[] | null }[];
  /** Grants of a set of role holdings in one capacity (official: roles on the unit; everybody: role `person`). */
  grantsOf(holdings: readonly { role: string; unit: string }[]): readonly Grant[];
  unit(id: string): Unit | undefined;
  units(): readonly Unit[];
  role(id: string): Role | undefined;
  roles(): readonly Role[];
}
