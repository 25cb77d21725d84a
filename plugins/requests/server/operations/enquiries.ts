import { AmanahError } from '@amanah/errors';
import type { Call } from '@amanah/plugin-api';
import type { EnquiryAnswer, RequestRecord } from '../../contract.ts';
import type { PluginParts } from '../plugin-parts.ts';

export type AnswerEnquiry = (request: RequestRecord, call: Call) => Promise<EnquiryAnswer | null>;

/** Answers enquiries from the registers that plugins offer; where none is offered, or it cannot be reached, a person answers. */
export class Enquiries {
  readonly #offered = new Map<string, AnswerEnquiry>();

  /** `service` is its id in the catalogue. `null` from `answer`: there is no such record. */
  offer(service: string, answer: AnswerEnquiry): void {
    this.#offered.set(service, answer);
  }

  register({ operations }: Pick<PluginParts, 'operations'>): void {
    operations.offer('enquiry.answer', async ({ request }, call) => {
      const answer = this.#offered.get(String(request.facts['service']));
      if (!answer) return { error: 'source-unavailable' };
      try {
        const found = await answer(request, call);
        return found === null ? { decision: 'no-record' } : { facts: { answer: found } };
      } catch (error) {
        if (error instanceof AmanahError) return { error: 'source-unavailable' };
        throw error;
      }
    });
  }
}
