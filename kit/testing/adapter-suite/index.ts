export { describeAdapter, type CounterpartParts } from './describe-adapter.ts';
export { startFaultProxy, networkFaults, type FaultProxy, type NetworkFault } from './fault-proxy.ts';
export { seededRandom } from './seeded-random.ts';
export type { Counterpart, OwnFault } from './counterpart.ts';
