/** Why a text is no caption, as a code that pages put into words. */
export type TextFault = 'markup' | 'control' | 'long' | 'empty';

const longestText = 1_000;
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', nbsp: '\u00a0', lrm: '\u200e', rlm: '\u200f' };
const token = /<(\/?)([a-z]*)((?:[ \t][^<>\n]*)?)>|&([a-z]{1,8});|<|[^<&]+|&/g;
/** Line feed is the only control character; overrides of the direction would show another text than is there. */
const forbidden = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202d\u202e\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const bare = new Set(['b', 'i', 'u']);
const named = { v: /^[^&\n]{1,80}$/, lang: /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/ } as const;

interface Part {
  /** Of a tag that opens or closes: as it is written. */
  readonly tag?: string;
  /** Who speaks, where a tag says so. */
  readonly voice?: string;
  readonly text: string;
}

/**
 * A caption's text in one form: `<b> <i> <u> <v Name> <lang xx>` closed in order, everything else as characters with `& < >` escaped, no empty lines.
 * Nothing else of WebVTT is taken: classes, ruby and timestamps within a text style it, and this portal styles captions itself.
 */
export function canonicalText(raw: string): { readonly text: string } | { readonly fault: TextFault } {
  const lines = raw
    .normalize('NFC')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const text = lines.join('\n');
  if (forbidden.test(text)) return { fault: 'control' };
  const parts = partsOf(text);
  if (parts === null) return { fault: 'markup' };
  if (parts.every((part) => part.text.trim() === '')) return { fault: 'empty' };
  const written = parts.map(({ tag, text: plain }) => tag ?? escaped(plain)).join('');
  return written.length > longestText ? { fault: 'long' } : { text: written };
}

/** What is read aloud of a caption in its one form: no tags, one line; who speaks stands before it. */
export function spokenText(text: string): string {
  return (partsOf(text) ?? [])
    .map((part) => (part.voice === undefined ? part.text : `${part.voice}: `))
    .join('')
    .replace(/\s+/g, ' ')
    .trim();
}

function partsOf(text: string): Part[] | null {
  const parts: Part[] = [];
  const open: string[] = [];
  for (const [whole, slash, name = '', rest = '', entity] of text.matchAll(token)) {
    if (entity !== undefined) parts.push({ text: entities[entity] ?? whole });
    else if (name === '') {
      if (whole.startsWith('<')) return null;
      parts.push({ text: whole });
    } else if (slash === '/') {
      if (rest !== '' || open.pop() !== name) return null;
      parts.push({ tag: `</${name}>`, text: '' });
    } else {
      const opened = openingTag(name, rest.trim().replace(/[ \t]+/g, ' '));
      if (!opened) return null;
      open.push(name);
      parts.push(opened);
    }
  }
  // One voice for the whole caption need not be closed.
  if (open.length === 1 && open[0] === 'v') parts.push({ tag: '</v>', text: '' });
  else if (open.length > 0) return null;
  return parts;
}

function openingTag(name: string, rest: string): Part | null {
  if (bare.has(name)) return rest === '' ? { tag: `<${name}>`, text: '' } : null;
  if (name !== 'v' && name !== 'lang') return null;
  if (!named[name].test(rest)) return null;
  return { tag: `<${name} ${rest}>`, text: '', ...(name === 'v' ? { voice: rest } : {}) };
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
