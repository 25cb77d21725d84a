import { advance } from '../../procedure/advance.ts';
import { isActivity, type Procedure } from '../../procedure/definition.ts';
import type { Command } from '../../procedure/running/commands.ts';
import { notStarted, type Data, type ProcedureEvent, type ProcedureState } from '../../procedure/running/state.ts';
import type { Random } from '../../shared/random.ts';
import type { WorkingCalendar } from '../requests/working-calendar.ts';
import { decide, weighted } from './options.ts';
import type { RecordedPast, StepPast } from './past.ts';

export interface Circumstances {
  readonly procedure: Procedure;
  readonly past: RecordedPast;
  readonly calendar: WorkingCalendar;
  readonly random: Random;
  readonly startedAt: Date;
}

/** What one simulated request went through. */
export interface Course {
  /** Visits of steps and of awaited events: how long they took, `null` for those that were cut short. */
  readonly visits: readonly { readonly step: string; readonly ms: number | null; readonly assumed: boolean }[];
  readonly timers: readonly string[];
  readonly state: string;
  /** How it ended; `stuck` where the procedure could not go on, `endless` where it went on too long. */
  readonly ending: 'completed' | 'terminated' | 'failed' | 'stuck' | 'endless';
  readonly at: string | undefined;
  readonly ms: number;
}

interface Coming {
  readonly atMs: number;
  readonly order: number;
  readonly token: number;
  /** The step or event that it is about. */
  readonly about: string;
  readonly event: ProcedureEvent;
}

/** Events of one request beyond which it is taken to go round for ever. */
const mostEvents = 2_000;
const minuteMs = 60_000;
const dayMs = 86_400_000;
const noPast: StepPast = { durationsMs: [] };

/** Plays one request from its start to its end, the next thing to happen first. */
export class OneRequest {
  readonly #at: Circumstances;
  readonly #data: Data;
  readonly #visits: { step: string; token: number; beganMs: number; ms: number | null; assumed: boolean; open: boolean }[] = [];
  readonly #timers: string[] = [];
  #coming: Coming[] = [];
  #order = 0;
  #nowMs: number;
  #state = 'submitted';

  constructor(at: Circumstances) {
    this.#at = at;
    this.#nowMs = at.startedAt.getTime();
    this.#data = at.past.data.length > 0 ? at.random.of(at.past.data) : {};
  }

  run(): Course {
    let state: ProcedureState = notStarted;
    let next: ProcedureEvent | undefined = { type: 'start' };
    for (let count = 0; next; count++) {
      if (count > mostEvents) return this.#course('endless', state.tokens[0]?.at);
      const advanced = advance(this.#at.procedure, state, { ...next, data: this.#data });
      if (advanced.ignored && advanced.ignored.reason !== 'token-gone') return this.#course('stuck', advanced.ignored.at);
      state = advanced.state;
      for (const command of advanced.commands) {
        if (command.do === 'end') return this.#course(command.how === 'withdrawn' ? 'terminated' : command.how, command.at);
        this.#take(command);
      }
      next = this.#next();
    }
    return this.#course('stuck', state.tokens[0]?.at);
  }

  #course(ending: Course['ending'], at: string | undefined): Course {
    const visits = this.#visits.map(({ step, ms, assumed }) => ({ step, ms, assumed }));
    return { visits, timers: this.#timers, state: this.#state, ending, at, ms: this.#nowMs - this.#at.startedAt.getTime() };
  }

  /** The event that comes first; of two at the same moment the one that was known first. */
  #next(): ProcedureEvent | undefined {
    const [first, ...rest] = this.#coming.toSorted((one, other) => one.atMs - other.atMs || one.order - other.order);
    if (!first) return undefined;
    this.#coming = rest;
    this.#nowMs = Math.max(this.#nowMs, first.atMs);
    if (first.event.type === 'timer') this.#timers.push(first.event.timer);
    else this.#endVisit(first.token, first.about, true);
    return first.event;
  }

  #take(command: Command): void {
    switch (command.do) {
      case 'state':
        this.#state = command.state;
        return;
      case 'open':
      case 'run':
      case 'call':
        return this.#begin(command.token, command.step);
      case 'close':
      case 'cancel-run':
      case 'cancel-call':
        return this.#forget(command.token, command.step);
      case 'await':
        return this.#await(command.token, command.event, command.message);
      case 'stop-await':
        return this.#forget(command.token, command.event);
      case 'set-timer': {
        const atMs = this.#at.calendar.due(new Date(this.#nowMs), command.due, command.calendar).getTime();
        return this.#expect(atMs, command.token, command.timer, { type: 'timer', token: command.token, timer: command.timer });
      }
      case 'clear-timer':
        this.#coming = this.#coming.filter(({ token, about }) => token !== command.token || about !== command.timer);
        return;
      case 'send':
      case 'end':
    }
  }

  #begin(token: number, step: string): void {
    const past = this.#pastOf(step);
    const ms = this.#durationOf(step, past);
    const event = this.#failure(token, past) ?? this.#done(token, step, past);
    this.#visit(token, step, past);
    this.#expect(this.#nowMs + ms, token, step, event);
  }

  #await(token: number, event: string, message: string): void {
    const past = this.#pastOf(event);
    // Without a record the message at the border of a step is taken not to come, and one that the way itself waits for to come.
    const came = past.came ?? (this.#at.procedure.nodes.get(event)?.kind === 'boundary' && past.durationsMs.length === 0 ? 0 : 1);
    this.#visit(token, event, past);
    if (this.#at.random.below(1_000) >= came * 1_000) return;
    const decision = decide(this.#at.procedure, event, past.decisions ?? {}, this.#at.random);
    this.#expect(this.#nowMs + this.#durationOf(event, past), token, event, { type: 'message', message, token, ...(decision !== undefined && { decision }) });
  }

  #done(token: number, step: string, past: StepPast): ProcedureEvent {
    const decision = decide(this.#at.procedure, step, past.decisions ?? {}, this.#at.random);
    return { type: 'done', token, ...(decision !== undefined && { decision }) };
  }

  #failure(token: number, { durationsMs, errors = {} }: StepPast): ProcedureEvent | undefined {
    const failed = Object.values(errors).reduce((sum, count) => sum + count, 0);
    if (failed === 0 || this.#at.random.below(durationsMs.length + failed) >= failed) return undefined;
    return { type: 'error', token, code: weighted(Object.keys(errors), (code) => errors[code] ?? 0, this.#at.random) };
  }

  #pastOf(step: string): StepPast {
    return this.#at.past.steps[step] ?? noPast;
  }

  #durationOf(step: string, { durationsMs }: StepPast): number {
    if (durationsMs.length > 0) return this.#at.random.of(durationsMs);
    const node = this.#at.procedure.nodes.get(step);
    if (node?.kind === 'task' && ['service', 'rule', 'send'].includes(node.does)) return minuteMs;
    const sla = node && isActivity(node) ? node.sla : undefined;
    return sla === undefined ? dayMs : this.#at.calendar.due(new Date(this.#nowMs), sla, 'working').getTime() - this.#nowMs;
  }

  #visit(token: number, step: string, { durationsMs }: StepPast): void {
    this.#visits.push({ step, token, beganMs: this.#nowMs, ms: null, assumed: durationsMs.length === 0, open: true });
  }

  #endVisit(token: number, step: string, finished: boolean): void {
    const visit = this.#visits.find((one) => one.open && one.token === token && one.step === step);
    if (!visit) return;
    visit.open = false;
    if (finished) visit.ms = this.#nowMs - visit.beganMs;
  }

  #forget(token: number, about: string): void {
    this.#endVisit(token, about, false);
    this.#coming = this.#coming.filter((one) => one.token !== token || one.about !== about);
  }

  #expect(atMs: number, token: number, about: string, event: ProcedureEvent): void {
    this.#coming.push({ atMs, order: this.#order++, token, about, event });
  }
}
