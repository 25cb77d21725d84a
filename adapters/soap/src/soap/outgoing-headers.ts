import { createHash } from 'node:crypto';
import { AdapterError, type AdapterContext } from '@amanah/adapter-api';
import type { SoapConfig } from '../config.ts';
import { ElementWriter } from '../json/element-writer.ts';
import { buildAnything } from '../json/untyped.ts';
import { Unwritable } from '../json/write-simple.ts';
import type { OperationPlan } from '../wsdl/operation-plan.ts';
import { build, type BuiltElement } from '../xml/built-element.ts';
import { clark, fromClark } from '../xml/qualified-name.ts';
import { addressingHeaders } from './addressing.ts';
import { withSecrets } from './configured-values.ts';
import type { SoapService } from './service.ts';

/** Headers of SOAP that the adapter adds to those of the input. */
export interface OutgoingHeaders {
  readonly elements: readonly BuiltElement[];
  /** Ids of those of WS-Addressing, for a signature. */
  readonly addressingIds: readonly string[];
}

/** @throws AdapterError `input-invalid` when a configured header does not fit its schema */
export function outgoingHeaders(
  service: SoapService,
  config: SoapConfig,
  plan: OperationPlan,
  { endpoint, key, requestId, secret }: { endpoint: string; key: string | null; requestId: string; secret: AdapterContext['secret'] },
): OutgoingHeaders {
  const elements = Object.entries(config.soapHeaders).map(([name, value]) => configuredHeader(service, name, withSecrets(value, secret)));
  const { idempotency } = config;
  if (idempotency && 'soapHeader' in idempotency && key !== null)
    elements.push(build(fromClark(idempotency.soapHeader) ?? { namespace: '', local: 'Key' }, [key]));
  const byMessageId = idempotency !== null && 'messageId' in idempotency;
  const addressed = config.addressing === 'always' || (config.addressing === 'described' && (plan.addressing || byMessageId));
  if (!addressed) return { elements, addressingIds: [] };
  const messageId = byMessageId && key !== null ? uuidOf(key) : uuidOf(requestId);
  const addressing = addressingHeaders({ to: endpoint, action: plan.addressingAction, messageId });
  return { elements: [...elements, ...addressing.map(({ element }) => element)], addressingIds: addressing.map(({ id }) => id) };
}

function configuredHeader(service: SoapService, name: string, value: unknown): BuiltElement {
  const qualified = fromClark(name);
  if (!qualified) throw new AdapterError('input-invalid', `the configured header ${name} has no name`);
  const { schemas, labels } = service;
  try {
    if (!schemas.components.find('element', qualified)) return buildAnything(qualified, value, '');
    const writer = new ElementWriter(schemas, labels, { attach: () => '' });
    const element = writer.element(schemas.element(qualified, clark(qualified)), value, '');
    const [finding] = writer.findings;
    if (finding) throw new Unwritable(`${finding.path} ${finding.message}`);
    return element;
  } catch (error) {
    if (error instanceof Unwritable) throw new AdapterError('input-invalid', `the configured header ${name}: ${error.message}`);
    throw error;
  }
}

/** The same UUID (version 8) for the same text. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
