import type { Condition } from './conditions/condition.ts';

/** A name in both languages; the Arabic one is the `name` of the BPMN element. */
export interface Words {
  readonly ar: string;
  readonly en: string;
}

/** Who has a request in hand while a step of a lane is open. The clock runs only for the authority. */
export type Holder = 'authority' | 'applicant' | 'external';

/** The people of a lane: those with a role on the unit that the rule names. */
export interface Lane {
  readonly id: string;
  readonly name: Words;
  readonly role?: string;
  readonly unit?: string;
  readonly holder: Holder;
}

export interface Flow {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly name: Words;
  readonly condition?: Condition;
}

/** What a timer waits for: an ISO 8601 duration or date, or FEEL that gives one. Counting working days is the caller's work. */
export interface Timer {
  readonly on: 'timer';
  readonly due?: string;
  readonly calendar: 'working' | 'all';
}
export interface MessageWait {
  readonly on: 'message';
  readonly message: string;
}
/** Without a code every error is caught. */
export interface ErrorWait {
  readonly on: 'error';
  readonly code?: string;
}

interface AnyNode {
  readonly id: string;
  readonly name: Words;
  /** The sub-process around it. */
  readonly scope?: string;
  readonly lane?: string;
  /** The state of the request from here on. */
  readonly state?: string;
  readonly incoming: readonly Flow[];
  readonly outgoing: readonly Flow[];
}

/** What tasks, sub-processes and calls have in common. */
interface AnyActivity extends AnyNode {
  readonly boundary: readonly string[];
  /** The task that undoes this one when the request is withdrawn. */
  readonly compensatedBy?: string;
  readonly sla?: string;
  /** The state of the request once this is done. */
  readonly stateWhenDone?: string;
}

export interface Start extends AnyNode {
  readonly kind: 'start';
  readonly message?: string;
}
export interface End extends AnyNode {
  readonly kind: 'end';
  readonly how: 'none' | 'message' | 'terminate' | 'error';
  readonly message?: string;
  readonly error?: string;
}
export type Work = 'user' | 'manual' | 'service' | 'send' | 'rule' | 'receive';
export interface Task extends AnyActivity {
  readonly kind: 'task';
  readonly does: Work;
  /** Undoes another task; stands outside the flow. */
  readonly compensates: boolean;
  readonly message?: string;
  readonly operation?: string;
  readonly form?: string;
}
export interface SubProcess extends AnyActivity {
  readonly kind: 'sub-process';
  readonly start: string;
}
export interface Call extends AnyActivity {
  readonly kind: 'call';
  readonly procedure: string;
}
export type Splitting = 'exclusive' | 'parallel' | 'inclusive' | 'event';
export interface Gateway extends AnyNode {
  readonly kind: 'gateway';
  readonly splits: Splitting;
  readonly fallback?: string;
  /** Of an inclusive join: for each incoming flow the nodes from which a token may still come by it. */
  readonly upstream: ReadonlyMap<string, ReadonlySet<string>>;
}
export interface Catch extends AnyNode {
  readonly kind: 'catch';
  readonly waits: Timer | MessageWait;
}
export interface Boundary extends AnyNode {
  readonly kind: 'boundary';
  readonly attachedTo: string;
  readonly interrupting: boolean;
  readonly waits: Timer | MessageWait | ErrorWait;
}
export type Activity = Task | SubProcess | Call;
export type Node = Start | End | Activity | Gateway | Catch | Boundary;

/** A BPMN process made ready to run: whatever is in it, the engine can do. */
export interface Procedure {
  readonly id: string;
  readonly name: Words;
  /** Codes of the services that run it. */
  readonly services: readonly string[];
  readonly lanes: ReadonlyMap<string, Lane>;
  readonly nodes: ReadonlyMap<string, Node>;
  readonly start: string;
}

export const isActivity = (node: Node): node is Activity => node.kind === 'task' || node.kind === 'sub-process' || node.kind === 'call';
