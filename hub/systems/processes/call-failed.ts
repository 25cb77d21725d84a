import { AdapterError } from '@amanah/adapter-api';
import type { CallMessages } from './contract.ts';

/** A call that ended badly, with what was sent and received until then. */
export class CallFailed extends AdapterError {
  readonly messages: CallMessages;

  constructor(error: AdapterError, messages: CallMessages) {
    super(error.outcome, error.message, {
      reached: error.reached,
      ...(error.fault ? { fault: error.fault } : {}),
      ...(error.findings ? { findings: error.findings } : {}),
      ...(error.cause === undefined ? {} : { cause: error.cause }),
    });
    this.name = 'CallFailed';
    this.messages = messages;
  }
}
