import { createHash, sign, verify, X509Certificate, type KeyObject } from 'node:crypto';
import { ParseOption, XmlC14NMode, XmlDocument, type XmlElement } from 'libxml2-wasm';
import { Refusal } from './soap-fault.ts';
import { prefixes, type SoapMessage } from './soap-message.ts';

const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const rsaSha256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
const sha256 = 'http://www.w3.org/2001/04/xmlenc#sha256';

/** Checks that body and time are signed by a certificate that is known here; libxml2 canonicalises, Node verifies. @throws Refusal */
export function checkSignature(message: SoapMessage, known: X509Certificate): void {
  const security = '/*/*[local-name()="Header"]/wsse:Security';
  const refuse = (why: string) => new Refusal('security', 'FailedCheck', why);
  const signature = message.find(`${security}/ds:Signature`);
  const info = message.find(`${security}/ds:Signature/ds:SignedInfo`);
  if (!signature || !info) throw new Refusal('security', 'InvalidSecurity', 'الرسالة بلا توقيع');
  const token = message.find(`${security}/wsse:BinarySecurityToken`);
  const serial = message.find('.//ds:X509SerialNumber', signature)?.content;
  const told = token
    ? new X509Certificate(Buffer.from(token.content, 'base64')).fingerprint256 === known.fingerprint256
    : BigInt(`0x${known.serialNumber}`) === BigInt(serial ?? '0');
  if (!told) throw new Refusal('security', 'InvalidSecurityToken', 'الشهادة غير معروفة');
  for (const reference of info.find('./ds:Reference', { ...prefixes }) as XmlElement[]) {
    const id = reference.attr('URI')?.value.slice(1) ?? '';
    const part = message.find(`//*[@wsu:Id="${id}"]`);
    const digest = message.find('./ds:DigestValue', reference)?.content;
    if (!part || createHash('sha256').update(canonical(part)).digest('base64') !== digest) throw refuse(`لا يطابق الجزء ${id} توقيعه`);
  }
  const value = Buffer.from(message.find('./ds:SignatureValue', signature)?.content ?? '', 'base64');
  if (!verify('sha256', Buffer.from(canonical(info)), known.publicKey, value)) throw refuse('التوقيع غير صحيح');
  const signed = (info.find('./ds:Reference', { ...prefixes }) as XmlElement[]).map((reference) => reference.attr('URI')?.value.slice(1));
  for (const path of ['/*/*[local-name()="Body"]', `${security}/wsu:Timestamp`]) {
    const id = message.find(path)?.attr('Id', 'wsu')?.value;
    if (id === undefined || !signed.includes(id)) throw refuse('جزء من الرسالة غير موقع');
  }
}

/** Signs body and time of an envelope, with a header of its own. */
export function signAnswer(envelope: string, { key, now }: { key: KeyObject; now: Date }): string {
  const time = `<wsu:Timestamp wsu:Id="time"><wsu:Created>${now.toISOString()}</wsu:Created><wsu:Expires>${new Date(now.getTime() + 300_000).toISOString()}</wsu:Expires></wsu:Timestamp>`;
  const mark = '<!--signature-->';
  const security = `<wsse:Security xmlns:wsse="${prefixes.wsse}" xmlns:wsu="${prefixes.wsu}">${time}${mark}</wsse:Security>`;
  const withBody = envelope.replace('<soap:Body>', `<soap:Body xmlns:wsu="${prefixes.wsu}" wsu:Id="body">`);
  const prepared = withBody.includes('<soap:Header>')
    ? withBody.replace('<soap:Header>', `<soap:Header>${security}`)
    : withBody.replace('<soap:Body', `<soap:Header>${security}</soap:Header><soap:Body`);
  const document = XmlDocument.fromString(prepared, { option: ParseOption.XML_PARSE_NONET });
  try {
    const references = ['time', 'body'].map((id) => {
      const part = document.get(`//*[@wsu:Id="${id}"]`, { ...prefixes }) as XmlElement;
      const digest = createHash('sha256').update(canonical(part)).digest('base64');
      return `<ds:Reference URI="#${id}"><ds:Transforms><ds:Transform Algorithm="${exclusive}"></ds:Transform></ds:Transforms><ds:DigestMethod Algorithm="${sha256}"></ds:DigestMethod><ds:DigestValue>${digest}</ds:DigestValue></ds:Reference>`;
    });
    const inside = `<ds:CanonicalizationMethod Algorithm="${exclusive}"></ds:CanonicalizationMethod><ds:SignatureMethod Algorithm="${rsaSha256}"></ds:SignatureMethod>${references.join('')}`;
    // Written as exclusive canonicalisation writes it, so that these bytes are the ones that are signed.
    const canonicalInfo = `<ds:SignedInfo xmlns:ds="${prefixes.ds}">${inside}</ds:SignedInfo>`;
    const value = sign('sha256', Buffer.from(canonicalInfo), key).toString('base64');
    return prepared.replace(
      mark,
      `<ds:Signature xmlns:ds="${prefixes.ds}"><ds:SignedInfo>${inside}</ds:SignedInfo><ds:SignatureValue>${value}</ds:SignatureValue></ds:Signature>`,
    );
  } finally {
    document.dispose();
  }
}

function canonical(element: XmlElement): string {
  return element.canonicalizeToString({ mode: XmlC14NMode.XML_C14N_EXCLUSIVE_1_0 });
}
