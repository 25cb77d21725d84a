import type { Actor, AnyActor, Bilingual, PersonRef } from './actor.ts';

/** A unit of the organisation. */
export interface OrganisationUnit {
  readonly id: string;
  readonly name: Bilingual;
  readonly type: string;
  readonly parent: string | null;
}

/** Decisions on units for what a plugin shows and does beyond the permission of its routes. Answers from memory. */
export interface PluginAccess {
  /** Whether the actor holds a permission (`plugin:noun.verb`), on a unit when one is given. */
  may(actor: AnyActor | null, permission: string, unit?: string): boolean;
  /** Units on which the actor holds a permission, for SQL filters; `null` = all. */
  unitsWith(actor: AnyActor | null, permission: string): readonly string[] | null;
  /** Whether the actor acts with a role that holds on the unit. */
  holds(actor: Actor | null, role: string, unit: string): boolean;
  /** The roles with which the actor acts, each with every unit on which it holds; `null` = all. */
  rolesOf(actor: Actor | null): readonly { readonly role: string; readonly units: readonly string[] | null }[];
  /** Who holds a role on the unit, there or above it, signed in or not: whom a task can be given to. */
  holdersOf(role: string, unit: string): Promise<readonly PersonRef[]>;
  /** Accounts that hold a permission on the unit by any role, there or above it, signed in or not: who can repair something and must be told. */
  holdersWith(permission: string, unit: string): Promise<readonly string[]>;
  units(): readonly OrganisationUnit[];
  unit(id: string): OrganisationUnit | undefined;
  roles(): readonly { readonly id: string; readonly title: Bilingual }[];
}
