import type { Command } from '../running/commands.ts';
import type { ProcedureEvent } from '../running/state.ts';

/** What a caller would have standing open: tasks, external steps, calls, timers, messages awaited. Nothing may be begun twice, or ended that was not begun. */
export class Ledger {
  readonly ended: (Command & { do: 'end' })[] = [];
  readonly wrong: string[] = [];
  private readonly begun = new Set<string>();
  private readonly open = new Set<string>();

  get standing(): string[] {
    return [...this.open];
  }

  /** An event takes what it brings with it: the job that is done, the timer that has run out, the message that has come. A job that failed is cancelled. */
  happened(event: ProcedureEvent): void {
    if (event.type === 'done') for (const what of ['run', 'call']) this.open.delete(`${what} ${event.token}`);
    if (event.type === 'timer') this.open.delete(`timer ${event.token} ${event.timer}`);
    if (event.type === 'message')
      for (const key of this.open) if (key.startsWith(`await ${event.token} `) && key.endsWith(` ${event.message}`)) this.open.delete(key);
  }

  apply(commands: readonly Command[]): void {
    for (const command of commands) this.one(command);
  }

  private one(command: Command): void {
    switch (command.do) {
      case 'open':
      case 'run':
      case 'call':
        return this.begin(`${command.do} ${command.token}`);
      case 'set-timer':
        return this.begin(`timer ${command.token} ${command.timer}`);
      case 'await':
        return this.begin(`await ${command.token} ${command.event} ${command.message}`);
      case 'close':
        return this.finish(`open ${command.token}`);
      case 'cancel-run':
        return this.finish(`run ${command.token}`);
      case 'cancel-call':
        return this.finish(`call ${command.token}`);
      case 'clear-timer':
        return this.finish(`timer ${command.token} ${command.timer}`);
      case 'stop-await':
        return this.finish(`await ${command.token} ${command.event} ${command.message}`);
      case 'send':
        return void this.once(`send ${command.token}`);
      case 'end':
        this.ended.push(command);
        return void this.once('end');
      case 'state':
    }
  }

  private once(key: string): void {
    if (this.begun.has(key)) this.wrong.push(`twice: ${key}`);
    this.begun.add(key);
  }

  private begin(key: string): void {
    this.once(key);
    this.open.add(key);
  }

  private finish(key: string): void {
    if (!this.open.delete(key)) this.wrong.push(`ended but not begun: ${key}`);
  }
}
