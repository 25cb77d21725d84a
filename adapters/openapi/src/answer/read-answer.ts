import { AdapterError, type HttpAnswer } from '@amanah/adapter-api';
import type { OpenApiConfig } from '../config.ts';
import { fits, parseMediaType } from '../contract/media-type.ts';
import { follow } from '../document/json.ts';
import type { AnswerPlan, OperationPlan } from '../plan.ts';
import { openKind, readBodyAs } from './read-body.ts';
import { faultIn, faultOf } from './system-fault.ts';

/** Statuses by which a system says that it is not able now, rather than that the request is wrong. */
const notNow: ReadonlySet<number> = new Set([408, 425, 429]);

/**
 * Reads an answer by what its operation describes.
 * @throws AdapterError `refused` and `failed` with what the system said, `unauthorised`, `contract-violation`
 */
export function readAnswer(plan: OperationPlan, answer: HttpAnswer, { refusals }: Pick<OpenApiConfig, 'refusals'>): unknown {
  const { status } = answer;
  const described = answerFor(plan.answers, status);
  if (status >= 400 || (status < 300 && described === null && status !== 200) || status >= 300) {
    if (status < 400 && described === null) {
      const where = status >= 300 ? `, a redirect${answer.headers['location'] ? ` to ${originOf(answer.headers['location'])}` : ''}` : '';
      throw new AdapterError('contract-violation', `status ${status} is not described${where}`, { reached: 'yes' });
    }
    if (status >= 400) throw refusalOf(answer, refusals);
  }
  const output = bodyOf(described ?? { status: '2XX', bodies: [], headers: [] }, plan, answer);
  const { when } = refusals;
  if (when && when.is.includes(follow(output, when.at) as string)) {
    const fault = faultIn(output, String(status), refusals);
    throw new AdapterError('refused', `${fault.code}: ${fault.message}`, { reached: 'yes', fault });
  }
  return output;
}

/** The description of a status: itself, then its class, then the default. */
function answerFor(answers: readonly AnswerPlan[], status: number): AnswerPlan | null {
  const by = (name: string) => answers.find((one) => one.status === name);
  return by(String(status)) ?? by(`${Math.floor(status / 100)}XX`) ?? (status < 300 ? by('default') : undefined) ?? null;
}

function refusalOf(answer: HttpAnswer, refusals: OpenApiConfig['refusals']): AdapterError {
  const { status, headers } = answer;
  const fault = faultOf(answer, refusals);
  const after = headers['retry-after'];
  const detail = `status ${status}, ${fault.code}: ${fault.message}${after === undefined ? '' : ` (again after ${after.slice(0, 40)})`}`;
  const scope = status === 403 && /error="?insufficient_scope/.test(headers['www-authenticate'] ?? '');
  if (status === 401 || status === 407 || scope) return new AdapterError('unauthorised', detail, { reached: 'yes', fault });
  return new AdapterError(status >= 500 || notNow.has(status) ? 'failed' : 'refused', detail, { reached: 'yes', fault });
}

function bodyOf(described: AnswerPlan, { method }: OperationPlan, { status, headers, body }: HttpAnswer): unknown {
  const told = Object.fromEntries(
    described.headers.flatMap((name) => (headers[name.toLowerCase()] === undefined ? [] : [[name, headers[name.toLowerCase()]]])),
  );
  const none = status === 204 || status === 205 || method === 'HEAD' || status >= 300;
  const [first] = described.bodies;
  if (none || (!first && body.length === 0)) return described.headers.length > 0 ? told : null;
  const came = headers['content-type'];
  const type = parseMediaType(came ?? first?.type ?? 'application/octet-stream');
  if (!first) return readBodyAs(body, type, openKind(type.essence));
  const match = described.bodies.find((one) => fits(type.essence, one.type));
  if (!match) {
    const asked = described.bodies.map((one) => one.type).join(', ');
    throw new AdapterError('contract-violation', `the answer is ${type.essence.slice(0, 100) || 'of no media type'}, described is ${asked}`, {
      reached: 'yes',
    });
  }
  return readBodyAs(body, type, match.as === 'any' ? openKind(came === undefined ? 'application/json' : type.essence) : match.as);
}

function originOf(location: string): string {
  return URL.parse(location)?.origin ?? 'the same origin';
}

/** The answer as a whole, for systems whose headers matter. */
export function wholeAnswer(answer: HttpAnswer, body: unknown): unknown {
  return { status: answer.status, headers: answer.headers, body };
}
