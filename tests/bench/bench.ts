import { busySeconds } from './machine.ts';
import { measureAdapterCalls } from './adapter-call.ts';
import { measureAdapterLoad } from './adapter-load.ts';
import { measureProxiedRequest } from './proxied-request.ts';
import { measureExchangeRecord } from './exchange-record.ts';
import { measureIsolation } from './isolation.ts';
import { measureEventStream } from './event-stream.ts';
import { measureLiveViewers } from './live-viewers.ts';
import { measurePluginRead } from './plugin-read.ts';
import { measurePageWeight } from './page-weight.ts';
import { measureProcedures } from './procedure-step.ts';
import { measureRequests } from './requests-scale.ts';
import { measureSearch } from './search-answer.ts';
import { measureSignIns } from './sign-ins.ts';
import { measureStart } from './start-time.ts';
import { table, type Finding } from './report.ts';

const parts: Readonly<Record<string, () => Promise<Finding[]>>> = {
  proxy: measureProxiedRequest,
  'sign-in': measureSignIns,
  read: measurePluginRead,
  adapter: measureAdapterCalls,
  'adapter-load': measureAdapterLoad,
  record: measureExchangeRecord,
  isolation: measureIsolation,
  stream: measureEventStream,
  live: measureLiveViewers,
  search: measureSearch,
  pages: measurePageWeight,
  procedure: measureProcedures,
  requests: measureRequests,
  start: measureStart,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`no part is called ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`);
  process.exit(2);
}

const findings: Finding[] = [];
const failures: string[] = [];
for (const [name, measure] of Object.entries(parts)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const before = busySeconds();
  console.error(`measuring: ${name}`);
  try {
    findings.push(...(await measure()));
  } catch (error) {
    failures.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const after = busySeconds();
  console.error(`  the machine was ${Math.round((100 * (after.busy - before.busy)) / (after.all - before.all))} % busy meanwhile, this measurement included`);
}
console.log(table(findings));
for (const failure of failures) console.log(`not measured: ${failure}`);
if (failures.length > 0) process.exitCode = 1;
