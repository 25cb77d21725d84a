import { randomUUID } from 'node:crypto';
import {
  AdapterError,
  type AdapterAnswer,
  type AdapterCall,
  type AdapterContext,
  type Connection,
  type HttpAnswer,
  type HttpClient,
} from '@amanah/adapter-api';
import type { SoapConfig } from '../config.ts';
import { valueAt, withValueAt } from '../json/pointer.ts';
import { SignatureRefused, verifyAnswer } from '../security/verify-answer.ts';
import { SchemaRefused } from '../xsd/judge.ts';
import { SchemaProblem } from '../xsd/schema-problem.ts';
import { composeRequest, type Composing } from './compose-request.ts';
import { httpHeaders, type Certificates } from './connection-material.ts';
import { Judges } from './judges.ts';
import { endpointOf, prepareOperation, type PreparedOperation } from './prepare-operation.ts';
import { FaultAnswer, readAnswer, type AnswerReading } from './read-answer.ts';
import { mayBeTheClock, statusRefusal } from './refusal.ts';
import { Scrub } from './scrub.ts';
import type { SoapService } from './service.ts';
import { SystemClock } from './system-clock.ts';

/** One SOAP system, connected. */
export class SoapConnection implements Connection {
  readonly #config: SoapConfig;
  readonly #service: SoapService;
  readonly #client: HttpClient;
  readonly #judges: Judges;
  readonly #composing: Composing;
  readonly #reading: AnswerReading;
  readonly #scrub: Scrub;
  readonly #clock: SystemClock;
  readonly #secret: AdapterContext['secret'];
  readonly #prepared = new Map<string, PreparedOperation>();

  constructor(config: SoapConfig, service: SoapService, client: HttpClient, certificates: Certificates, secret: AdapterContext['secret']) {
    this.#config = config;
    this.#service = service;
    this.#client = client;
    this.#secret = secret;
    this.#judges = new Judges(service);
    this.#scrub = new Scrub(config, secret);
    this.#clock = new SystemClock((config.security?.clockSkewSeconds ?? 0) * 1_000);
    this.#composing = { service, judges: this.#judges, config, certificates, secret };
    const { security } = config;
    this.#reading = {
      service,
      judges: this.#judges,
      strictly: config.answers === 'strict',
      words: config,
      verify: (root, text) => {
        if (security?.answer && certificates.answer)
          verifyAnswer(root, text, security.answer, { certificate: certificates.answer, security, now: this.#clock.now() });
      },
    };
  }

  async call(call: AdapterCall): Promise<AdapterAnswer> {
    try {
      const prepared = this.#prepare(call.operation);
      const paging = this.#config.paging[call.operation];
      const input = paging && call.cursor !== null ? withValueAt(call.input, paging.cursor, JSON.parse(call.cursor)) : call.input;
      const output = await this.#exchange(prepared, { ...call, input });
      const next = paging && valueAt(output, paging.next);
      return next === undefined || next === null || next === '' ? { output } : { output, next: JSON.stringify(next) };
    } catch (error) {
      throw this.#told(error);
    }
  }

  async probe(signal: AbortSignal): Promise<void> {
    const { probe } = this.#config;
    try {
      if (!probe) return await this.#knock(signal);
      const exchange = { sent: () => {}, received: () => {} };
      await this.#exchange(this.#prepare(probe.operation), { ...probe, cursor: null, signal, idempotencyKey: null, requestId: randomUUID(), exchange });
    } catch (error) {
      const told = this.#told(error);
      // A system that understands us well enough to say no is there.
      if (told.outcome !== 'refused') throw told;
    }
  }

  async close(): Promise<void> {
    this.#judges.dispose();
    await this.#client.close();
  }

  /** What an operation needs, made once. @throws AdapterError `contract-violation` for one that cannot be called */
  #prepare(name: string): PreparedOperation {
    const known = this.#prepared.get(name);
    if (known) return known;
    const plan = this.#service.operations.find((one) => one.name === name);
    const problem = plan?.problems[0] ?? (plan && this.#judges.missingFor(plan)[0]);
    if (!plan || problem)
      throw new AdapterError('contract-violation', problem ? `${name}: ${problem.found} (${problem.place})` : `the description has no operation ${name}`, {
        reached: 'no',
      });
    const prepared = prepareOperation(this.#service, plan, this.#config);
    this.#prepared.set(name, prepared);
    return prepared;
  }

  async #exchange(prepared: PreparedOperation, call: Omit<AdapterCall, 'operation'>): Promise<unknown> {
    const endpoint = endpointOf(prepared.plan, this.#config);
    const url = endpoint === null ? null : URL.parse(endpoint);
    if (!url) throw new AdapterError('contract-violation', `nothing says where ${prepared.plan.name} is to be sent`, { reached: 'no' });
    const { input, idempotencyKey: key, requestId, exchange, signal } = call;
    const request = composeRequest(prepared, { input, endpoint: url.href, key, requestId }, this.#composing);
    for (let attempt = 1; ; attempt++) {
      const message = request.message(this.#clock.now());
      if (attempt === 1) {
        const { contentType, bytes } = request.recorded(message);
        exchange.sent(this.#scrub.bytes(bytes), contentType);
      }
      const answer = await this.#client.request({
        method: 'POST',
        url,
        headers: { ...this.#headers(prepared, key), 'content-type': message.contentType },
        body: message.bytes,
        signal,
        effect: key === null ? 'read' : 'write',
      });
      const record = () => exchange.received(this.#scrub.bytes(answer.body), answer.headers['content-type'] ?? '');
      try {
        const output = readAnswer(prepared, answer, this.#reading);
        record();
        return output;
      } catch (error) {
        if (attempt === 1 && error instanceof FaultAnswer && this.#isTheClock(error, answer)) continue;
        record();
        throw error;
      }
    }
  }

  /** Whether the system refused a message for its time, and its own time is now known: it did nothing, so the message may be sent anew. */
  #isTheClock({ fault }: FaultAnswer, answer: HttpAnswer): boolean {
    return this.#config.security !== undefined && mayBeTheClock(fault) && this.#clock.follow(answer.headers['date']);
  }

  #headers({ plan }: PreparedOperation, key: string | null): Record<string, string> {
    const { idempotency } = this.#config;
    const headers = httpHeaders(this.#config, this.#secret);
    headers['accept'] = 'application/soap+xml, text/xml, application/xop+xml, multipart/related';
    if (plan.soap === '1.1') headers['soapaction'] = `"${plan.action.replace(/[\r\n"]/g, '')}"`;
    if (key !== null && idempotency && 'httpHeader' in idempotency) headers[idempotency.httpHeader] = key;
    return headers;
  }

  /** Asks the address for anything: whether somebody answers there, and lets us in. */
  async #knock(signal: AbortSignal): Promise<void> {
    const plan = this.#service.operations.find((one) => one.problems.length === 0 && endpointOf(one, this.#config) !== null);
    const address = (plan && endpointOf(plan, this.#config)) ?? ('url' in this.#config.wsdl ? this.#config.wsdl.url : null);
    if (address === null) throw new AdapterError('contract-violation', 'nothing says where the system is', { reached: 'no' });
    const { status } = await this.#client.request({
      method: 'GET',
      url: new URL(address),
      headers: httpHeaders(this.#config, this.#secret),
      signal,
      effect: 'read',
    });
    const refusal = statusRefusal(status);
    if (refusal?.outcome === 'unauthorised' || [502, 503, 504].includes(status)) throw refusal;
  }

  /** Any error of a call as the caller is told of it. */
  #told(error: unknown): AdapterError {
    if (error instanceof FaultAnswer) return this.#scrub.error(error.error);
    if (error instanceof AdapterError) return this.#scrub.error(error);
    if (error instanceof SignatureRefused) return this.#scrub.error(new AdapterError('contract-violation', error.message, { reached: 'yes' }));
    if (error instanceof SchemaProblem || error instanceof SchemaRefused) return new AdapterError('contract-violation', error.message, { reached: 'no' });
    throw error;
  }
}
