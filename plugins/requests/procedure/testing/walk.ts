import { advance, type Advanced } from '../advance.ts';
import type { Procedure } from '../definition.ts';
import { readProcedure } from '../reading/read-procedure.ts';
import type { Change, Command } from '../running/commands.ts';
import { notStarted, type ProcedureEvent, type ProcedureState } from '../running/state.ts';

/** A procedure that must be right; what is refused fails the test with its reasons. */
export async function procedureOf(xml: string): Promise<Procedure> {
  const read = await readProcedure(xml);
  if ('refusals' in read) throw new Error(JSON.stringify(read.refusals));
  return read.procedure;
}

/** One running request in a test: keeps the state as JSON, as a database would, and remembers all commands. */
export class Walk {
  readonly procedure: Procedure;
  readonly commands: Command[] = [];
  private kept = JSON.stringify(notStarted);
  constructor(procedure: Procedure) {
    this.procedure = procedure;
  }

  get state(): ProcedureState {
    return JSON.parse(this.kept) as ProcedureState;
  }

  /** Where it stands, by the ids of the steps. */
  get at(): string[] {
    return this.state.tokens.map(({ at }) => at).sort();
  }

  send(event: ProcedureEvent): Advanced {
    const advanced = advance(this.procedure, this.state, event);
    this.kept = JSON.stringify(advanced.state);
    this.commands.push(...advanced.commands);
    return advanced;
  }

  start(more: { decision?: string; data?: Record<string, unknown> } = {}): this {
    this.send({ type: 'start', ...more });
    return this;
  }

  token(step: string): number {
    const token = this.state.tokens.find(({ at }) => at === step);
    if (!token) throw new Error(`nothing stands at ${step}, but at ${this.at.join(', ')}`);
    return token.id;
  }

  done(step: string, decision?: string, data?: Record<string, unknown>): Advanced {
    return this.send({ type: 'done', token: this.token(step), ...(decision !== undefined && { decision }), ...(data && { data }) });
  }

  timer(step: string, timer: string): Advanced {
    return this.send({ type: 'timer', token: this.token(step), timer });
  }

  message(name: string, decision?: string): Advanced {
    return this.send({ type: 'message', message: name, ...(decision !== undefined && { decision }) });
  }
}

/** Commands in short, as `open review` or `set-timer late P3D`. */
export const inShort = (commands: readonly (Command | Change)[]): string[] =>
  commands.map((command) => {
    const what = {
      'set-timer': (c: Command | Change) => ('timer' in c && 'due' in c ? `${c.timer} ${c.due}` : ''),
      'clear-timer': (c: Command | Change) => ('timer' in c ? c.timer : ''),
      state: (c: Command | Change) => ('state' in c ? c.state : ''),
      end: (c: Command | Change) => ('how' in c ? c.how : ''),
      await: (c: Command | Change) => ('message' in c ? (c.message ?? '') : ''),
      'stop-await': (c: Command | Change) => ('message' in c ? (c.message ?? '') : ''),
    }[command.do as 'state'];
    return `${command.do} ${what ? what(command) : 'step' in command ? command.step : ''}`;
  });
