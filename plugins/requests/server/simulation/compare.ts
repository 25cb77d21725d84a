import type { Procedure, Task } from '../../procedure/definition.ts';
import type { SimulationResult } from './simulate.ts';
import { visitsOf } from './visits.ts';

/** A version of a procedure with what its service asks for and how long it takes. */
export interface MeasuredVersion {
  readonly procedure: Procedure;
  /** Where each document of the service comes from, as the catalogue says it; those of `upload` are asked of people. */
  readonly documents: readonly { readonly source: string }[];
  /** `null` where nothing was played. */
  readonly times: Pick<SimulationResult, 'medianMs' | 'p90Ms' | 'requests' | 'steps'> | null;
}

export interface Pair<Value> {
  readonly before: Value;
  readonly after: Value;
}

/** Two versions side by side. */
export interface Comparison {
  readonly steps: Pair<number>;
  /** Steps that people of the authority do. */
  readonly staffSteps: Pair<number>;
  readonly applicantSteps: Pair<number>;
  readonly automaticSteps: Pair<number>;
  /** Visits to the site: in the drawing, and on average for each request that was played. */
  readonly visits: Pair<number>;
  readonly visitsEach: Pair<number | null>;
  readonly documentsAsked: Pair<number>;
  readonly documentsFetched: Pair<number>;
  /** Calendar days, with one decimal. */
  readonly medianDays: Pair<number | null>;
  readonly p90Days: Pair<number | null>;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Steps of both whose people, time limit, form, operation or state differ. */
  readonly changed: readonly string[];
}

const dayMs = 86_400_000;

/** What a change of a procedure means for those who work with it and those who wait for it. */
export function compareVersions(before: MeasuredVersion, after: MeasuredVersion): Comparison {
  const pair = <Value>(measure: (version: MeasuredVersion) => Value): Pair<Value> => ({ before: measure(before), after: measure(after) });
  const [old, now] = [tasksOf(before.procedure), tasksOf(after.procedure)];
  const ids = (tasks: readonly Task[]) => new Map(tasks.map((task) => [task.id, task]));
  const [oldIds, newIds] = [ids(old), ids(now)];
  return {
    steps: pair(({ procedure }) => tasksOf(procedure).length),
    staffSteps: pair(({ procedure }) => tasksOf(procedure).filter((task) => isByPeople(task) && holderOf(procedure, task) === 'authority').length),
    applicantSteps: pair(({ procedure }) => tasksOf(procedure).filter((task) => isByPeople(task) && holderOf(procedure, task) === 'applicant').length),
    automaticSteps: pair(({ procedure }) => tasksOf(procedure).filter(({ does }) => ['service', 'rule', 'send'].includes(does)).length),
    visits: pair(({ procedure }) => visitsOf(procedure).length),
    visitsEach: pair(visitsEach),
    documentsAsked: pair(({ documents }) => documents.filter(({ source }) => source === 'upload').length),
    documentsFetched: pair(({ documents }) => documents.filter(({ source }) => source !== 'upload' && source !== 'form').length),
    medianDays: pair(({ times }) => days(times?.medianMs)),
    p90Days: pair(({ times }) => days(times?.p90Ms)),
    added: now.filter(({ id }) => !oldIds.has(id)).map(({ id }) => id),
    removed: old.filter(({ id }) => !newIds.has(id)).map(({ id }) => id),
    changed: now.flatMap((task) => {
      const earlier = oldIds.get(task.id);
      return earlier && meaning(before.procedure, earlier) !== meaning(after.procedure, task) ? [task.id] : [];
    }),
  };
}

/** Steps on the way of a request; what undoes them stands beside it. */
const tasksOf = ({ nodes }: Procedure): Task[] => [...nodes.values()].filter((node): node is Task => node.kind === 'task' && !node.compensates);

const isByPeople = ({ does }: Task): boolean => does === 'user' || does === 'manual';

const laneOf = ({ lanes }: Procedure, { lane }: Task) => (lane === undefined ? undefined : lanes.get(lane));

const holderOf = (procedure: Procedure, task: Task) => laneOf(procedure, task)?.holder ?? 'authority';

function visitsEach({ procedure, times }: MeasuredVersion): number | null {
  if (!times || times.requests === 0) return null;
  const visits = new Set(visitsOf(procedure).map(({ id }) => id));
  const made = times.steps.filter(({ step }) => visits.has(step)).reduce((sum, step) => sum + step.visits, 0);
  return Math.round((made / times.requests) * 100) / 100;
}

const days = (ms: number | null | undefined): number | null => (ms === null || ms === undefined ? null : Math.round((ms / dayMs) * 10) / 10);

/** What a step is to those who do it, apart from its name. */
function meaning(procedure: Procedure, task: Task): string {
  const { does, sla, form, operation, message, state, stateWhenDone } = task;
  const { role, unit, holder } = laneOf(procedure, task) ?? {};
  return JSON.stringify([does, sla, form, operation, message, state, stateWhenDone, isByPeople(task) ? [role, unit] : [], holder]);
}
