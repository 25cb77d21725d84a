import { escaped, prefixes } from './soap-message.ts';

/** A refusal, in the words of a stand-in. */
export class Refusal extends Error {
  readonly side: 'sender' | 'receiver' | 'security';
  readonly code: string;
  /** XML of the detail. */
  readonly detail: string;

  constructor(side: Refusal['side'], code: string, message: string, detail = '') {
    super(message);
    this.side = side;
    this.code = code;
    this.detail = detail;
  }
}

/** The fault as the version of SOAP spells it. */
export function faultBody({ side, code, message, detail }: Refusal, version: '1.1' | '1.2'): string {
  if (version === '1.1') {
    const qualified = side === 'security' ? `wsse:${code}` : `soap:${side === 'sender' ? 'Client' : 'Server'}`;
    const declared = side === 'security' ? ` xmlns:wsse="${prefixes.wsse}"` : '';
    const shown = detail === '' ? '' : `<detail>${detail}</detail>`;
    return `<soap:Fault${declared}><faultcode>${qualified}</faultcode><faultstring xml:lang="ar">${escaped(message)}</faultstring>${shown}</soap:Fault>`;
  }
  const sub = side === 'security' ? `<soap:Subcode><soap:Value xmlns:wsse="${prefixes.wsse}">wsse:${code}</soap:Value></soap:Subcode>` : '';
  const shown = detail === '' ? '' : `<soap:Detail>${detail}</soap:Detail>`;
  return (
    `<soap:Fault><soap:Code><soap:Value>soap:${side === 'receiver' ? 'Receiver' : 'Sender'}</soap:Value>${sub}</soap:Code>` +
    `<soap:Reason><soap:Text xml:lang="ar">${escaped(message)}</soap:Text></soap:Reason>${shown}</soap:Fault>`
  );
}
