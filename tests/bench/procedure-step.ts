import { EventEmitter } from 'node:events';
import { readFile } from 'node:fs/promises';
import { Engine, type BpmnEngineExecutionState } from 'bpmn-engine';
import { advance } from '../../plugins/requests/procedure/advance.ts';
import type { Procedure } from '../../plugins/requests/procedure/definition.ts';
import { notStarted, type ProcedureEvent, type ProcedureState } from '../../plugins/requests/procedure/running/state.ts';
import { bpmn, chain, end, start, user } from '../../plugins/requests/procedure/testing/bpmn-text.ts';
import { possibleEvents } from '../../plugins/requests/procedure/testing/possible.ts';
import { procedureOf } from '../../plugins/requests/procedure/testing/walk.ts';
import { median, type Finding } from './report.ts';

const steps = Array.from({ length: 15 }, (_, at) => `step${at}`);
const line = bpmn(start, ...steps.map((id) => user(id)), end(), chain('start', ...steps, 'end'));

interface Measured {
  /** Microseconds of one step, each with the state read from JSON and written to it. */
  readonly step: number;
  readonly bytes: number;
}

/** Walks a request to its end many times, by turns with every decision; the state goes through JSON at every step, as through a database. */
function measureOurs(procedure: Procedure, rounds: number): Measured {
  const taken: number[] = [];
  let bytes = 0;
  for (let round = 0; round < rounds; round++) {
    let kept = JSON.stringify(notStarted);
    let event: ProcedureEvent | undefined = { type: 'start' };
    for (let turn = round; event; turn = Math.imul(turn, 5) + 1) {
      const began = performance.now();
      const { state } = advance(procedure, JSON.parse(kept) as ProcedureState, event);
      kept = JSON.stringify(state);
      taken.push(performance.now() - began);
      bytes = Math.max(bytes, Buffer.byteLength(kept));
      const events = state.ended ? [] : possibleEvents(procedure, state);
      event = events[Math.abs(turn) % events.length];
    }
  }
  // The first steps are those of a process that has just started.
  return { step: median(taken.slice(Math.floor(taken.length / 5))) * 1_000, bytes };
}

/** The same line of steps with bpmn-engine, whose state is recovered and taken at every step. */
async function measurePeer(rounds: number): Promise<Measured> {
  const taken: number[] = [];
  let bytes = 0;
  for (let round = 0; round < rounds; round++) {
    const engine = new Engine({ source: line });
    await engine.execute({ listener: new EventEmitter() });
    let kept = JSON.stringify(await engine.getState());
    for (const [at, step] of steps.slice(0, -1).entries()) {
      const began = performance.now();
      const recovered = new Engine().recover(JSON.parse(kept) as BpmnEngineExecutionState);
      const execution = await recovered.resume({ listener: new EventEmitter() });
      execution.signal({ id: step });
      kept = JSON.stringify(await recovered.getState());
      taken.push(performance.now() - began);
      bytes = Math.max(bytes, Buffer.byteLength(kept));
      if (execution.getPostponed()[0]?.id !== steps[at + 1]) throw new Error(`bpmn-engine did not go on after ${step}`);
    }
  }
  return { step: median(taken.slice(Math.floor(taken.length / 5))) * 1_000, bytes };
}

/** What a step of a procedure takes and what is kept of a running request. */
export async function measureProcedures(): Promise<Finding[]> {
  const file = new URL('../../plugins/requests/procedures/shop-licence-issue.bpmn', import.meta.url);
  const licence = measureOurs(await procedureOf(await readFile(file, 'utf8')), 400);
  const ours = measureOurs(await procedureOf(line), 200);
  const peer = await measurePeer(4);
  const time = (micro: number) => `${micro.toFixed(0)} µs`;
  return [
    {
      path: 'procedure: a step of 15, state from and to JSON; peer: bpmn-engine',
      ours: time(ours.step),
      peer: time(peer.step),
      ratio: `1 : ${(peer.step / ours.step).toFixed(0)}`,
      budget: '< 200 µs',
      met: ours.step < 200,
    },
    {
      path: 'procedure: state of 15 steps; peer: bpmn-engine',
      ours: `${ours.bytes} bytes`,
      peer: `${peer.bytes} bytes`,
      ratio: `1 : ${(peer.bytes / ours.bytes).toFixed(0)}`,
      budget: '< 2 KB',
      met: ours.bytes < 2_000,
    },
    { path: 'procedure: a step of the shop licence', ours: time(licence.step), peer: '–', ratio: '–', budget: '< 200 µs', met: licence.step < 200 },
    {
      path: 'procedure: state of the shop licence, largest',
      ours: `${licence.bytes} bytes`,
      peer: '–',
      ratio: '–',
      budget: '< 2 KB',
      met: licence.bytes < 2_000,
    },
  ];
}
