import { AdapterError, defineAdapter, type Contract } from '@amanah/adapter-api';
import { config, type SoapConfig } from './config.ts';
import { loadCertificates, openHttpClient, originsOf } from './soap/connection-material.ts';
import { Judges } from './soap/judges.ts';
import { describeOperation } from './soap/prepare-operation.ts';
import { readService, type SoapService } from './soap/service.ts';
import { SoapConnection } from './soap/soap-connection.ts';
import { readDescription, snapshotOf, type SoapSnapshot } from './wsdl/read-description.ts';

/** Systems described by WSDL 1.1. */
export const adapter = defineAdapter<SoapConfig>({
  protocol: 'soap',
  config,
  async discover(settings, ctx) {
    const client = await openHttpClient(settings, ctx);
    try {
      const snapshot = await readDescription(settings, ctx, client);
      return contractOf(settings, snapshot);
    } finally {
      await client.close();
    }
  },
  async connect(settings, contract, ctx) {
    const snapshot = snapshotOf(contract.snapshot);
    const service = understood(snapshot);
    const [client, certificates] = await Promise.all([openHttpClient(settings, ctx), loadCertificates(settings, ctx)]);
    return new SoapConnection(settings, service, client, certificates, (reference) => ctx.secret(reference));
  },
});

function understood(snapshot: SoapSnapshot): SoapService {
  try {
    return readService(snapshot.documents);
  } catch (error) {
    throw new AdapterError('contract-violation', error instanceof Error ? error.message : String(error), { reached: 'no' });
  }
}

function contractOf(settings: SoapConfig, snapshot: SoapSnapshot): Contract {
  const service = understood(snapshot);
  const judges = new Judges(service);
  try {
    const operations = service.operations.map((plan) => describeOperation(service, judges, plan, settings, originsOf(settings)));
    return {
      protocol: 'soap',
      kind: kindOf(service),
      title: service.wsdl.services[0]?.name.local ?? service.wsdl.name,
      version: null,
      operations,
      problems: [...snapshot.problems, ...service.problems],
      snapshot,
    };
  } finally {
    judges.dispose();
  }
}

function kindOf({ operations }: SoapService): string {
  const usable = operations.filter(({ problems }) => problems.length === 0);
  const versions = [...new Set(usable.map(({ soap }) => soap))].toSorted();
  const styles = [...new Set(usable.map(({ style }) => `${style}/literal`))].toSorted();
  return ['WSDL 1.1', ...(versions.length > 0 ? [`SOAP ${versions.join(' and ')}`] : []), ...styles].join(', ');
}
