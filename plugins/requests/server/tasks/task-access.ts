import { AmanahError } from '@amanah/errors';
import type { Actor, PluginAccess, Queryable } from '@amanah/plugin-api';
import { isApplicant, isOwnCase, type Sides } from '../acting-for.ts';
import type { Absent, Deputies } from './deputies.ts';

/** A role on a unit, with the official in whose place it is held when a deputy acts. */
export interface Holding {
  readonly role: string;
  readonly unit: string;
  readonly inPlaceOf: string | null;
}

export interface TaskRow {
  readonly request: string;
  readonly token: number;
  readonly step: string;
  readonly lane: string | null;
  readonly role: string | null;
  readonly unit: string | null;
  readonly holder: 'authority' | 'applicant' | 'external';
  readonly form: string | null;
  readonly claimed_by: string | null;
}

/** What is asked of a request to know who may do its tasks. */
export interface CaseSides extends Sides {
  readonly number: string;
  readonly unit: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** Who may do the tasks of requests: the lane's role on its unit, or the applicant's side; never one's own case, never two lanes of one request. */
export class TaskAccess {
  readonly #access: PluginAccess;
  readonly #deputies: Deputies;

  constructor(access: PluginAccess, deputies: Deputies) {
    this.#access = access;
    this.#deputies = deputies;
  }

  /** Every role on every unit with which the official acts now, own ones first. */
  async holdingsOf(actor: Actor): Promise<readonly Holding[]> {
    if (actor.roles.length === 0) return [];
    const absent = await this.#deputies.absentOf(actor.person.id);
    return [...this.#spread(actor, null), ...absent.flatMap((one) => this.#spread({ ...actor, roles: one.roles }, one))];
  }

  #spread(actor: Actor, absent: Absent | null): readonly Holding[] {
    return this.#access
      .rolesOf(actor)
      .flatMap(({ role, units }) => (units ?? this.#access.units().map(({ id }) => id)).map((unit) => ({ role, unit, inPlaceOf: absent?.id ?? null })));
  }

  /**
   * The holding by which the actor may do a task of the authority.
   * @throws REQUESTS_UNKNOWN for a task that the actor does not even see, REQUESTS_OWN_CASE, REQUESTS_SAME_PERSON, REQUESTS_TASK_TAKEN
   */
  async holdingFor(db: Queryable, actor: Actor, task: TaskRow, request: CaseSides): Promise<Holding> {
    const holdings = await this.holdingsOf(actor);
    const fitting = holdings.filter(({ role, unit }) => role === task.role && unit === task.unit);
    // Of several, the one of the official on leave who has taken it; else one's own, which stand first.
    const holding = fitting.find(({ inPlaceOf }) => inPlaceOf !== null && inPlaceOf === task.claimed_by) ?? fitting[0];
    if (!holding || task.holder !== 'authority') throw new AmanahError('REQUESTS_UNKNOWN', { detail: request.number });
    if (isOwnCase(actor, request)) throw new AmanahError('REQUESTS_OWN_CASE', { detail: request.number });
    if (task.claimed_by !== null && task.claimed_by !== actor.person.id && task.claimed_by !== holding.inPlaceOf)
      throw new AmanahError('REQUESTS_TASK_TAKEN', { detail: `${request.number} ${task.token}` });
    const [other] = await db.query(
      `SELECT 1 FROM task WHERE request = $1 AND holder = 'authority' AND closed_by = ANY($2) AND role IS DISTINCT FROM $3 AND decision IS NOT NULL LIMIT 1`,
      [request.number, [actor.person.id, ...(holding.inPlaceOf ? [holding.inPlaceOf] : [])], task.role],
    );
    if (other) throw new AmanahError('REQUESTS_SAME_PERSON', { detail: `${request.number} ${task.step}` });
    return holding;
  }

  /** Whether the actor may do a task of the applicant's side, or of an office that the request names. */
  mayDoOutside(actor: Actor, task: TaskRow, request: CaseSides): boolean {
    if (task.holder === 'authority') return false;
    if (task.role === null || task.role === 'person') return isApplicant(actor, request);
    if (actor.capacity.kind !== 'agent') return false;
    const { unifiedNumber } = actor.capacity.office;
    const named = (request.facts['offices'] as Record<string, string> | undefined)?.[task.role];
    const sender = request.capacity.kind === 'agent' ? request.capacity.office.unifiedNumber : undefined;
    return actor.roles.some(({ role }) => role === task.role) && (named ?? sender) === unifiedNumber;
  }

  /** Whether an official may look at a request: by permission on its unit, or because a task of it is or was theirs to do. */
  async mayRead(db: Queryable, actor: Actor, request: CaseSides): Promise<boolean> {
    if (this.#access.may(actor, 'requests:case.read', request.unit)) return true;
    const holdings = await this.holdingsOf(actor);
    if (holdings.length === 0) return false;
    const [task] = await db.query(
      `SELECT 1 FROM task_ever t JOIN unnest($2::text[], $3::text[]) AS held (role, unit) ON t.role = held.role AND t.unit = held.unit WHERE t.request = $1 LIMIT 1`,
      [request.number, holdings.map(({ role }) => role), holdings.map(({ unit }) => unit)],
    );
    return task !== undefined;
  }
}
