import { nameCharacters } from '../xml/qualified-name.ts';

/**
 * A pattern of XML Schema as one of ECMAScript (with the `u` flag), without anchors; `null` when it cannot be said there. The two differ in what
 * `\d`, `\w`, `\i`, `\c` and `.` mean, in subtraction of classes, in named blocks, and in `^` and `$`, which are plain characters in XML Schema.
 */
export function toEcmaScript(pattern: string): string | null {
  try {
    const reader = new PatternReader(pattern);
    const translated = reader.alternatives();
    if (!reader.atEnd) return null;
    new RegExp(translated, 'u');
    return translated;
  } catch {
    return null;
  }
}

/** Insides of character classes. */
const classes: Readonly<Record<string, string>> = {
  d: '\\p{Nd}',
  s: ' \\t\\n\\r',
  i: `:${nameCharacters.start}`,
  c: `:${nameCharacters.rest}`,
};
const blocks: Readonly<Record<string, string>> = {
  BasicLatin: '\\u{0}-\\u{7F}',
  'Latin-1Supplement': '\\u{80}-\\u{FF}',
  'LatinExtended-A': '\\u{100}-\\u{17F}',
  'LatinExtended-B': '\\u{180}-\\u{24F}',
  Arabic: '\\u{600}-\\u{6FF}',
  'ArabicPresentationForms-A': '\\u{FB50}-\\u{FDFF}',
  'ArabicPresentationForms-B': '\\u{FE70}-\\u{FEFE}',
  GeneralPunctuation: '\\u{2000}-\\u{206F}',
};

class PatternReader {
  readonly #signs: readonly string[];
  #at = 0;

  constructor(pattern: string) {
    this.#signs = [...pattern];
  }

  get atEnd(): boolean {
    return this.#at >= this.#signs.length;
  }

  alternatives(): string {
    let translated = '';
    while (!this.atEnd && this.#sign !== ')') {
      if (this.#sign === '|') translated += this.#take();
      else translated += this.#atom() + this.#quantifier();
    }
    return translated;
  }

  get #sign(): string {
    return this.#signs[this.#at] ?? '';
  }

  #take(): string {
    const sign = this.#sign;
    this.#at += 1;
    return sign;
  }

  #expect(sign: string): void {
    if (this.#take() !== sign) throw new SyntaxError(`expected ${sign}`);
  }

  #atom(): string {
    const sign = this.#take();
    if (sign === '(') {
      const inside = this.alternatives();
      this.#expect(')');
      return `(?:${inside})`;
    }
    if (sign === '.') return '[^\\n\\r]';
    if (sign === '[') return this.#class();
    if (sign === '\\') {
      const { set, negated } = this.#escape();
      return `[${negated ? '^' : ''}${set}]`;
    }
    if ('*+?{}])'.includes(sign)) throw new SyntaxError(`${sign} stands alone`);
    return literal(sign);
  }

  #quantifier(): string {
    if ('*+?'.includes(this.#sign) && this.#sign !== '') return this.#take();
    if (this.#sign !== '{') return '';
    const end = this.#signs.indexOf('}', this.#at);
    const text = this.#signs.slice(this.#at, end + 1).join('');
    if (!/^\{\d+(?:,\d*)?\}$/.test(text)) throw new SyntaxError(text);
    this.#at = end + 1;
    return text;
  }

  /** A class after its opening bracket, as a class of ECMAScript, with a look ahead for what is subtracted. */
  #class(): string {
    const negated = this.#sign === '^' && this.#take() !== '';
    let members = '';
    const excluded: string[] = [];
    while (this.#sign !== ']') {
      if (this.atEnd) throw new SyntaxError('a class without an end');
      if (this.#sign === '-' && this.#signs[this.#at + 1] === '[') {
        this.#at += 2;
        excluded.push(this.#class());
        continue;
      }
      const sign = this.#take();
      if (sign !== '\\') members += sign === '-' ? '-' : classLiteral(sign);
      else {
        const { set, negated: not } = this.#escape();
        if (!not) members += set;
        else if (set.startsWith('\\p{') && set.endsWith('}') && set.indexOf('}') === set.length - 1) members += `\\P${set.slice(2)}`;
        else throw new SyntaxError('the opposite of a class inside of a class');
      }
    }
    this.#at += 1;
    const own = members === '-' ? '\\-' : members.replace(/^-|-$/g, '\\-');
    const positive = `[${negated ? '^' : ''}${own}]`;
    return excluded.length === 0 ? positive : `(?:${excluded.map((one) => `(?!${one})`).join('')}${positive})`;
  }

  /** What stands after a backslash: the inside of a class, or of its opposite. */
  #escape(): { readonly set: string; readonly negated: boolean } {
    const sign = this.#take();
    const set = classes[sign.toLowerCase()];
    if (set !== undefined) return { set, negated: sign !== sign.toLowerCase() };
    if (sign === 'w') return { set: '\\p{P}\\p{Z}\\p{C}', negated: true };
    if (sign === 'W') return { set: '\\p{P}\\p{Z}\\p{C}', negated: false };
    if (sign === 'p' || sign === 'P') return { set: this.#property(), negated: sign === 'P' };
    if ('nrt'.includes(sign)) return { set: `\\${sign}`, negated: false };
    return { set: classLiteral(sign), negated: false };
  }

  #property(): string {
    this.#expect('{');
    const end = this.#signs.indexOf('}', this.#at);
    const name = this.#signs.slice(this.#at, end).join('');
    this.#at = end + 1;
    if (!name.startsWith('Is')) return `\\p{${name}}`;
    const block = blocks[name.slice(2)];
    if (block === undefined) throw new SyntaxError(`the block ${name}`);
    return block;
  }
}

function literal(sign: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(sign) ? `\\${sign}` : sign;
}

function classLiteral(sign: string): string {
  return /[\\^$.*+?()[\]{}|/-]/.test(sign) ? `\\${sign}` : sign;
}
