/** What stands in a masked place; its length says nothing. */
const masked = '•••';

/**
 * Names of fields that hold personal data, in the words that systems use for them: compared without case, separators and prefixes. Rules of the
 * Amanah: personal data is shown to who needs it (PDPL minimisation; rules.md F).
 */
const personalName =
  /(name|الاسم|اسم|owner|applicant|person|mobile|phone|tel|جوال|هاتف|e?mail|بريد|iban|ايبان|آيبان|national|identity|iqama|هوية|إقامة|birth|ميلاد|address|عنوان|street|شارع|building|district|حي|postal|passport|signature|photo|deed|صك|^lat$|^lon$|latitude|longitude|location|موقع)/iu;

/** Personal data by its form, wherever it stands: identity and residence numbers, mobiles, IBANs, e-mail addresses. */
const personalValues: readonly RegExp[] = [
  /(?<![\d])[12٠-٩]\d{9}(?!\d)/gu,
  /(?<![٠-٩])[١٢][٠-٩]{9}(?![٠-٩])/gu,
  /(?<!\d)(?:\+?966|00966|0)?5\d{8}(?!\d)/g,
  /\bSA\d{2}[A-Z0-9 ]{18,26}\b/gi,
  /[\p{L}\d._%+-]+@[\p{L}\d.-]+\.[\p{L}]{2,}/gu,
];

/** The message with personal data taken out, its structure kept: values of fields with telling names, and numbers and addresses of telling form anywhere. */
export function maskMessage(text: string, contentType: string): string {
  if (/json/i.test(contentType)) {
    const parsed = jsonOf(text);
    if (parsed !== undefined) return JSON.stringify(maskJson(parsed, false), null, 2);
  }
  if (/^message\/http/i.test(contentType)) return maskHttp(text);
  if (/xml|multipart/i.test(contentType)) return maskValues(maskXml(text));
  if (/urlencoded/i.test(contentType)) return maskForm(text);
  return maskValues(text);
}

/** Request or answer with its head: the body by its own type, the head by the form of its values. */
function maskHttp(text: string): string {
  const [head = '', ...body] = text.split(/\r?\n\r?\n/);
  const type = /^content-type:\s*(.*)$/im.exec(head)?.[1] ?? '';
  return [maskValues(head), maskMessage(body.join('\n\n'), /^message\//i.test(type) ? '' : type)].join('\n\n');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function maskJson(value: unknown, personal: boolean): unknown {
  if (Array.isArray(value)) return value.map((one) => maskJson(one, personal));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [maskValues(name), maskJson(inner, personal || personalName.test(name))]));
  if (value === null || typeof value === 'boolean') return value;
  if (personal) return masked;
  const text = String(value);
  return maskValues(text) === text ? value : maskValues(text);
}

/** Text inside elements, and values of attributes, whose own or enclosing name is telling. */
function maskXml(text: string): string {
  const open: boolean[] = [];
  return text.replace(
    /<(\/?)([^\s/>!?]+)([^>]*?)(\/?)>|([^<]+)/gs,
    (whole, closing: string, name: string, attributes: string, empty: string, content: string) => {
      if (content !== undefined) return open.at(-1) && content.trim() ? masked : content;
      if (name === undefined) return whole;
      if (closing) {
        open.pop();
        return whole;
      }
      const personal = (open.at(-1) ?? false) || personalName.test(name.replace(/^.*:/, ''));
      if (!empty) open.push(personal);
      const shown = attributes.replace(/([\w:.-]+)(\s*=\s*)("[^"]*"|'[^']*')/g, (attribute: string, key: string, equals: string) =>
        !key.startsWith('xmlns') && (personal || personalName.test(key)) && !/^(xsi:)?(type|nil)$/.test(key) ? `${key}${equals}"${masked}"` : attribute,
      );
      return `<${name}${shown}${empty}>`;
    },
  );
}

function maskForm(text: string): string {
  return text
    .split('&')
    .map((pair) => {
      const [name = '', ...values] = pair.split('=').map(decoded);
      if (values.length === 0) return maskValues(name);
      return `${maskValues(name)}=${personalName.test(name) ? masked : maskValues(values.join('='))}`;
    })
    .join('&');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

function maskValues(text: string): string {
  return personalValues.reduce((so, pattern) => so.replace(pattern, masked), text);
}
