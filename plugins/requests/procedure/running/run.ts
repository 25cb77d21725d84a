import { isActivity, type Activity, type Boundary, type End, type Flow, type Node, type Procedure } from '../definition.ts';
import { armed, disarmed } from './arming.ts';
import { catcher } from './catcher.ts';
import { chooseFlows } from './choose.ts';
import type { Command } from './commands.ts';
import { nextReadyJoin } from './joins.ts';
import { NotPossible } from './not-possible.ts';
import { begin, finish } from './step-commands.ts';
import type { Data, Ending, ProcedureState, Token } from './state.ts';
import { waitsOf, type Waiting } from './waiting.ts';

/** A token on its way to a node. */
interface Move {
  readonly to: string;
  readonly in?: number;
  readonly via?: string;
  readonly decision?: string;
}

/** More moves than this between two waits can only be a circle of gateways. */
const most = 10_000;

/** One event at work: takes the state apart, moves tokens until all rest, and gives the next state. */
export class Run {
  readonly commands: Command[] = [];
  private readonly procedure: Procedure;
  private readonly data: Data;
  private next: number;
  private tokens: Token[];
  private decisions: Readonly<Record<string, string>>;
  private undo: readonly string[];
  private withdrawing: boolean;
  private ended: Ending | undefined;
  private moves: Move[] = [];
  private lastEnd: string | undefined;

  constructor(procedure: Procedure, state: ProcedureState, data: Data) {
    this.procedure = procedure;
    this.data = data;
    this.next = state.next;
    this.tokens = [...state.tokens];
    this.decisions = state.decisions;
    this.undo = state.undo ?? [];
    this.withdrawing = state.withdrawing === true;
    this.ended = state.ended;
  }

  state(): ProcedureState {
    return {
      next: this.next,
      tokens: this.tokens,
      decisions: this.decisions,
      ...(this.undo.length > 0 && { undo: this.undo }),
      ...(this.withdrawing && { withdrawing: true as const }),
      ...(this.ended && { ended: this.ended }),
    };
  }

  start(decision?: string): void {
    this.moves.push({ to: this.procedure.start, ...(decision !== undefined && { decision }) });
    this.settle();
  }

  /** A step has come to its end by itself. */
  complete(token: Token, decision?: string): void {
    this.leave(token, decision);
    this.settle();
  }

  /** Something that a token waited for has happened; a timer that has run out and a message that has come need no clearing. */
  happen(token: Token, { node, boundary }: Waiting, decision?: string): void {
    if (boundary) this.passBoundary(token, boundary);
    else if (node === token.at) this.leave(token, decision);
    else {
      this.disarm(token, node);
      this.remove(token);
      this.enterState(node, this.node(node).state);
      this.goOn(this.node(node), token.in, decision);
    }
    this.settle();
  }

  /** Gives the error to the nearest boundary event around the token that catches it; false when there is none. */
  fail(token: Token, code: string): boolean {
    const caught = catcher(this.procedure, this.tokens, token, code);
    if (!caught) return false;
    this.passBoundary(caught.host, caught.boundary);
    this.settle();
    return true;
  }

  /** Gives everything up and undoes what can be undone, the latest first. */
  withdraw(): void {
    this.cancelWithin(undefined);
    this.withdrawing = true;
    this.undoNext();
  }

  private settle(): void {
    for (let count = 0; ; count++) {
      if (count > most) throw new NotPossible({ reason: 'endless', ...(this.moves[0] && { at: this.moves[0].to }) });
      const move = this.moves.shift();
      if (move) this.enter(move);
      else if (!this.passJoin() && !this.leaveEmptyScope()) break;
      if (this.ended) return;
    }
    if (this.tokens.length > 0) return;
    if (this.withdrawing) this.undoNext();
    else this.end('completed', this.lastEnd);
  }

  private enter(move: Move): void {
    const node = this.node(move.to);
    this.enterState(node.id, node.state);
    if (node.kind === 'end') this.arriveAtEnd(node, move.in);
    else if (node.kind === 'start') this.goOn(node, move.in, move.decision);
    else if (node.kind !== 'gateway') this.rest(node, { ...(move.in !== undefined && { in: move.in }) });
    else if (node.splits === 'event') this.rest(node, { ...(move.in !== undefined && { in: move.in }) });
    else if (node.splits !== 'exclusive' && node.incoming.length > 1)
      this.place(node.id, { ...(move.in !== undefined && { in: move.in }), ...(move.via !== undefined && { via: move.via }) });
    else
      this.split(
        chooseFlows(node, () => this.scope(move.decision)),
        move.in,
        move.decision,
      );
  }

  /** Lets a token wait at a node, and says to the caller what begins with it. */
  private rest(node: Node, more: Omit<Token, 'id' | 'at'>): void {
    const token = this.place(node.id, more);
    if (isActivity(node)) this.commands.push(...begin(this.procedure, node, token));
    for (const waiting of waitsOf(this.procedure, token)) this.commands.push(...armed(this.procedure, token, waiting, this.scope()));
    if (node.kind === 'sub-process') this.moves.push({ to: node.start, in: token.id });
  }

  private place(at: string, more: Omit<Token, 'id' | 'at'>): Token {
    const token: Token = { id: this.next++, at, ...more };
    this.tokens.push(token);
    return token;
  }

  private leave(token: Token, decision?: string): void {
    const node = this.node(token.at);
    this.disarm(token, node.id);
    this.remove(token);
    if (isActivity(node)) {
      this.commands.push(...finish(node, token, 'done', decision));
      if (decision !== undefined) this.decisions = { ...this.decisions, [node.id]: decision };
      this.enterState(node.id, node.stateWhenDone);
      this.remember(node);
    }
    this.goOn(node, token.in, decision);
  }

  /** An activity that can be undone is kept in mind; with it what is inside it counts as one. */
  private remember(node: Activity): void {
    if (node.compensatedBy === undefined) return;
    const inside = (id: string): boolean => {
      const around = this.node(id).scope;
      return around !== undefined && (around === node.id || inside(around));
    };
    this.undo = [...this.undo.filter((id) => !inside(id)), node.id];
  }

  private goOn(node: Node, scope: number | undefined, decision?: string): void {
    if (node.outgoing.length === 0) this.lastEnd = node.id;
    this.split(node.outgoing, scope, decision);
  }

  private split(flows: readonly Flow[], scope: number | undefined, decision?: string): void {
    for (const { id, to } of flows) this.moves.push({ to, via: id, ...(scope !== undefined && { in: scope }), ...(decision !== undefined && { decision }) });
  }

  private passJoin(): boolean {
    const ready = nextReadyJoin(this.procedure, this.tokens);
    if (!ready) return false;
    for (const token of ready.taken) this.remove(token);
    // Several decisions meet here, so none goes on as the last one; `decisions` has them all.
    this.split(
      chooseFlows(ready.gateway, () => this.scope()),
      ready.taken[0]?.in,
    );
    return true;
  }

  private leaveEmptyScope(): boolean {
    const host = this.tokens.find(({ id, at }) => this.node(at).kind === 'sub-process' && !this.tokens.some((token) => token.in === id));
    if (host) this.leave(host);
    return host !== undefined;
  }

  private arriveAtEnd(node: End, scope: number | undefined): void {
    this.lastEnd = node.id;
    if (node.how === 'message') this.commands.push({ do: 'send', token: this.next++, step: node.id, message: node.message ?? '' });
    if (node.how === 'terminate') {
      this.cancelWithin(scope);
      if (scope === undefined) this.end('terminated', node.id);
    }
    if (node.how !== 'error') return;
    const host = this.tokens.find(({ id }) => id === scope);
    const caught = host && catcher(this.procedure, this.tokens, host, node.error ?? '');
    if (caught) return this.passBoundary(caught.host, caught.boundary);
    this.cancelWithin(undefined);
    this.end('failed', node.id, node.error);
  }

  private passBoundary(token: Token, boundary: Boundary): void {
    if (boundary.interrupting) this.cancel(token, boundary.id);
    else this.tokens = this.tokens.map((one) => (one === token ? { ...token, fired: [...(token.fired ?? []), boundary.id] } : one));
    this.enterState(boundary.id, boundary.state);
    this.goOn(boundary, token.in);
  }

  /** Takes a token away with all inside it; `happened` is the event that did it and is over by itself. */
  private cancel(token: Token, happened?: string): void {
    this.cancelWithin(token.id);
    this.disarm(token, happened);
    this.remove(token);
    const node = this.node(token.at);
    if (isActivity(node)) this.commands.push(...finish(node, token, 'cancelled'));
  }

  private cancelWithin(scope: number | undefined): void {
    this.moves = this.moves.filter((move) => scope !== undefined && move.in !== scope);
    for (const token of this.tokens.filter((one) => one.in === scope)) this.cancel(token);
  }

  private undoNext(): void {
    const undoes = this.undo.at(-1);
    this.undo = this.undo.slice(0, -1);
    if (undoes === undefined) return this.end('withdrawn');
    const activity = this.node(undoes);
    const handler = isActivity(activity) ? activity.compensatedBy : undefined;
    if (handler !== undefined) this.rest(this.node(handler), { undoes });
  }

  private disarm(token: Token, happened?: string): void {
    for (const waiting of waitsOf(this.procedure, token)) if (waiting.node !== happened) this.commands.push(...disarmed(token, waiting));
  }

  private scope(decision?: string): Data {
    return { ...this.data, decision: decision ?? null, decisions: this.decisions };
  }

  private enterState(step: string, state: string | undefined): void {
    if (state !== undefined) this.commands.push({ do: 'state', state, step });
  }

  private end(how: Ending, at?: string, error?: string): void {
    this.ended = how;
    this.moves = [];
    this.undo = [];
    if (how === 'withdrawn') this.commands.push({ do: 'state', state: 'withdrawn' });
    this.commands.push({ do: 'end', how, ...(at !== undefined && { at }), ...(error !== undefined && { error }) });
  }

  private remove(token: Token): void {
    this.tokens = this.tokens.filter((one) => one.id !== token.id);
  }

  private node(id: string): Node {
    const node = this.procedure.nodes.get(id);
    if (!node) throw new Error(`procedure ${this.procedure.id} has no element ${id}`);
    return node;
  }
}
