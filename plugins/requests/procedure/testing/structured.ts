import fc from 'fast-check';
import { boundary, chain, exclusive, flow, inclusive, parallel, timer, user } from './bpmn-text.ts';

/** A generated procedure as a tree, whose meaning anyone can read off without an engine. */
export type Block =
  | { readonly kind: 'task' }
  | { readonly kind: 'line'; readonly blocks: readonly Block[] }
  | { readonly kind: 'exclusive' | 'parallel' | 'inclusive'; readonly blocks: readonly Block[] }
  | { readonly kind: 'again'; readonly block: Block }
  /** A task with a timer: when it runs out, the block is done instead. */
  | { readonly kind: 'timed'; readonly block: Block }
  | { readonly kind: 'inside'; readonly block: Block };

/** Trees of the kinds that are named. */
export function anyBlock(kinds: readonly Block['kind'][]): fc.Arbitrary<Block> {
  return fc.letrec<{ block: Block }>((tie) => {
    const several = fc.array(tie('block'), { minLength: 2, maxLength: 3 });
    const made: fc.Arbitrary<Block>[] = [fc.constant({ kind: 'task' as const })];
    for (const kind of kinds) {
      if (kind === 'line' || kind === 'exclusive' || kind === 'parallel' || kind === 'inclusive') made.push(several.map((blocks) => ({ kind, blocks })));
      if (kind === 'again' || kind === 'timed' || kind === 'inside') made.push(tie('block').map((block) => ({ kind, block })));
    }
    return { block: fc.oneof({ depthSize: 'medium', maxDepth: 4 }, ...made) };
  }).block;
}

/** The tree with every parallel gateway in a sub-process of its own, and in it every branch that is more than a task. */
export function shielded(block: Block): Block {
  if (block.kind === 'task') return block;
  if (block.kind === 'again' || block.kind === 'timed' || block.kind === 'inside') return { kind: block.kind, block: shielded(block.block) };
  const blocks = block.blocks.map(shielded);
  if (block.kind !== 'parallel') return { kind: block.kind, blocks };
  return { kind: 'inside', block: { kind: 'parallel', blocks: blocks.map((one) => (one.kind === 'task' ? one : { kind: 'inside', block: one })) } };
}

/** How a condition is written that asks whether a step was decided for an option. */
export type Dialect = (step: string, option: string) => string;
export const byFeel: Dialect = (step, option) => `contains(decisions.${step}, "${option}")`;
export const byExpression: Dialect = (step, option) => `\${environment.output.${step}.${option}}`;

/** What a step is decided for when its timer runs out before it is done. */
export const late = 'late';

/** What a step is decided for the nth time: a text of options, each `o` and a number. */
export type Decide = (step: string, time: number) => string;

/** Decisions that depend on nothing but the step, how often it has been done, and a seed. A circle is left after three times. */
export function decisionsBy(seed: number): Decide {
  return (step, time) => {
    const mixed = Math.imul(seed ^ Math.imul(Number(step.slice(1)) + 1, 0x9e3779b1) ^ Math.imul(time, 0x85ebca6b), 0xc2b2ae35) >>> 0;
    if (step.startsWith('r')) return time < 3 && mixed % 2 === 0 ? 'o0' : 'out';
    if (step.startsWith('w')) return mixed % 2 === 0 ? late : 'done';
    if (step.startsWith('x')) return `o${(mixed >>> 3) % 3}`;
    return ['o0', 'o1', 'o2'].filter((_, at) => (mixed >>> (at + 3)) % 2 === 0).join(' ') || 'none';
  };
}

/** Elements and flows of a tree between a start and an end. */
export function write(block: Block, dialect: Dialect): string[] {
  let count = 0;
  const fresh = (letter: string) => `${letter}${count++}`;
  /** Elements of one block with the ids of its first and its last. */
  const part = (one: Block): { first: string; last: string; xml: string[] } => {
    if (one.kind === 'task') {
      const id = fresh('t');
      return { first: id, last: id, xml: [user(id)] };
    }
    if (one.kind === 'line') {
      const parts = one.blocks.map(part);
      const joins = parts.slice(1).map(({ first }, at) => chain(parts[at]?.last ?? '', first));
      return { first: parts[0]?.first ?? '', last: parts.at(-1)?.last ?? '', xml: [...parts.flatMap(({ xml }) => xml), ...joins] };
    }
    if (one.kind === 'inside') {
      const [id, begin, finish] = [fresh('s'), fresh('b'), fresh('e')];
      const { first, last, xml } = part(one.block);
      const inside = [`<bpmn:startEvent id="${begin}" />`, ...xml, `<bpmn:endEvent id="${finish}" />`, chain(begin, first), chain(last, finish)];
      return { first: id, last: id, xml: [`<bpmn:subProcess id="${id}">${inside.join('\n')}</bpmn:subProcess>`] };
    }
    if (one.kind === 'timed') {
      const [task, merge] = [fresh('w'), fresh('m')];
      const { first, last, xml } = part(one.block);
      return {
        first: task,
        last: merge,
        xml: [
          user(task),
          boundary(`${task}-late`, task, timer('P1D')),
          ...xml,
          exclusive(merge),
          chain(task, merge),
          chain(`${task}-late`, first),
          chain(last, merge),
        ],
      };
    }
    if (one.kind === 'again') {
      const [merge, ask, gate] = [fresh('m'), fresh('r'), fresh('g')];
      const { first, last, xml } = part(one.block);
      const next = fresh('m');
      return {
        first: merge,
        last: next,
        xml: [
          exclusive(merge),
          ...xml,
          user(ask),
          exclusive(gate, `default="${gate}-on"`),
          exclusive(next),
          chain(merge, first),
          chain(last, ask, gate),
          flow(`${gate}-back`, gate, merge, dialect(ask, 'o0')),
          flow(`${gate}-on`, gate, next),
        ],
      };
    }
    const [ask, fork, join] = [fresh(one.kind === 'exclusive' ? 'x' : 'i'), fresh('f'), fresh('j')];
    const parts = one.blocks.map(part);
    if (one.kind === 'parallel')
      return {
        first: fork,
        last: join,
        xml: [parallel(fork), ...parts.flatMap(({ first, last, xml }) => [...xml, chain(fork, first), chain(last, join)]), parallel(join)],
      };
    const gateway = one.kind === 'exclusive' ? exclusive : inclusive;
    const branches = parts.flatMap(({ first, last, xml }, at) => {
      const byDefault = at === parts.length - 1;
      return [...xml, byDefault ? flow(`${fork}-${at}`, fork, first) : flow(`${fork}-${at}`, fork, first, dialect(ask, `o${at}`)), chain(last, join)];
    });
    return { first: ask, last: join, xml: [user(ask), gateway(fork, `default="${fork}-${parts.length - 1}"`), ...branches, gateway(join), chain(ask, fork)] };
  };
  const { first, last, xml } = part(block);
  return ['<bpmn:startEvent id="start" />', ...xml, '<bpmn:endEvent id="end" />', chain('start', first), chain(last, 'end')];
}

/** The steps that must be done, read off the tree. */
export function expectedSteps(block: Block, decide: Decide): string[] {
  const done: string[] = [];
  const times = new Map<string, number>();
  const finish = (step: string): string => {
    const time = (times.get(step) ?? 0) + 1;
    times.set(step, time);
    const decision = decide(step, time);
    if (decision !== late) done.push(step);
    return decision;
  };
  let count = 0;
  const fresh = (letter: string) => `${letter}${count++}`;
  /** Numbers the tree as `write` does, then gives what doing it means. */
  const meaning = (one: Block): (() => void) => {
    if (one.kind === 'task') {
      const id = fresh('t');
      return () => void finish(id);
    }
    if (one.kind === 'line') {
      const parts = one.blocks.map(meaning);
      return () => parts.forEach((run) => run());
    }
    if (one.kind === 'inside') {
      count += 3;
      return meaning(one.block);
    }
    if (one.kind === 'timed') {
      const task = fresh('w');
      fresh('m');
      const instead = meaning(one.block);
      return () => {
        if (finish(task) === late) instead();
      };
    }
    if (one.kind === 'again') {
      fresh('m');
      const ask = fresh('r');
      fresh('g');
      const body = meaning(one.block);
      fresh('m');
      return () => {
        do body();
        while (finish(ask) === 'o0');
      };
    }
    const ask = fresh(one.kind === 'exclusive' ? 'x' : 'i');
    count += 2;
    const parts = one.blocks.map(meaning);
    if (one.kind === 'parallel') return () => parts.forEach((run) => run());
    return () => {
      const options = finish(ask);
      const asked = parts.slice(0, -1).filter((_, at) => options.includes(`o${at}`));
      const chosen = one.kind === 'exclusive' ? asked.slice(0, 1) : asked;
      (chosen.length > 0 ? chosen : parts.slice(-1)).forEach((run) => run());
    };
  };
  meaning(block)();
  return done.sort();
}
