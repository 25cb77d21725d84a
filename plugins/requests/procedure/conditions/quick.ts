/**
 * The part of FEEL that nearly all conditions are written in (names, literals, comparisons, and, or, not, one choice by if), made into a function once:
 * interpreting FEEL at every step costs more than the step. Anything beyond gives `null` and goes to the full interpreter.
 */
export type Scope = Readonly<Record<string, unknown>>;
export type Literal = string | number | boolean | null;
export interface Quick {
  evaluate(scope: Scope): unknown;
  /** Each name with the literals that it is compared with. */
  readonly compared: ReadonlyMap<string, readonly Literal[]>;
}

type Evaluate = (scope: Scope) => unknown;
interface Operand {
  readonly evaluate: Evaluate;
  readonly name?: string;
  readonly literal?: Literal;
}

const lexeme = /\s*(?:("(?:[^"\\]*)")|(-?\d+(?:\.\d+)?)|(<=|>=|!=|=|<|>)|([()])|([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*))/y;
const words: Readonly<Record<string, Literal>> = { true: true, false: false, null: null };
const beyond = /^(?:if|then|else|for|in|return|some|every|satisfies|between|instance|of|function)$/;

class BeyondQuick extends Error {}

function split(text: string): string[] {
  const found: string[] = [];
  const end = text.trimEnd().length;
  lexeme.lastIndex = 0;
  while (lexeme.lastIndex < end) {
    const match = lexeme.exec(text);
    if (!match) throw new BeyondQuick();
    found.push(match[0].trim());
  }
  return found;
}

const both = (left: unknown, right: unknown) => (left === false || right === false ? false : left === true && right === true ? true : null);
const either = (left: unknown, right: unknown) => (left === true || right === true ? true : left === false && right === false ? false : null);
const not = (value: unknown) => (typeof value === 'boolean' ? !value : null);

function compare(operator: string, left: unknown, right: unknown): boolean | null {
  if (operator === '=' || operator === '!=') {
    const simple = left === null || right === null || typeof left === typeof right;
    if (!simple) return null;
    return (left === right) === (operator === '=');
  }
  const ordered = (typeof left === 'number' && typeof right === 'number') || (typeof left === 'string' && typeof right === 'string');
  if (!ordered) return null;
  if (operator === '<') return left < right;
  if (operator === '<=') return left <= right;
  return operator === '>' ? left > right : left >= right;
}

class Reader {
  readonly compared = new Map<string, Literal[]>();
  private at = 0;
  private readonly lexemes: readonly string[];
  constructor(lexemes: readonly string[]) {
    this.lexemes = lexemes;
  }

  whole(): Evaluate {
    const evaluate = this.took('if') ? this.choice() : this.disjunction();
    if (this.at < this.lexemes.length) throw new BeyondQuick();
    return evaluate;
  }

  private choice(): Evaluate {
    const asked = this.disjunction();
    if (!this.took('then')) throw new BeyondQuick();
    const one = this.disjunction();
    if (!this.took('else')) throw new BeyondQuick();
    const other = this.disjunction();
    return (scope) => (asked(scope) === true ? one(scope) : other(scope));
  }

  private disjunction(): Evaluate {
    let left = this.conjunction();
    while (this.took('or')) {
      const [one, other] = [left, this.conjunction()];
      left = (scope) => either(one(scope), other(scope));
    }
    return left;
  }

  private conjunction(): Evaluate {
    let left = this.comparison();
    while (this.took('and')) {
      const [one, other] = [left, this.comparison()];
      left = (scope) => both(one(scope), other(scope));
    }
    return left;
  }

  private comparison(): Evaluate {
    const left = this.operand();
    const operator = this.lexemes[this.at] ?? '';
    if (!/^(?:<=|>=|!=|=|<|>)$/.test(operator)) {
      if (left.name !== undefined) this.note(left.name, true);
      return left.evaluate;
    }
    this.at++;
    const right = this.operand();
    // The interpreter knows no order of truth values and of nothing, and throws.
    const orders = operator !== '=' && operator !== '!=';
    if (orders && [left, right].some(({ literal: value }) => value === null || typeof value === 'boolean')) throw new BeyondQuick();
    if (left.name !== undefined && right.literal !== undefined) this.note(left.name, right.literal);
    else if (right.name !== undefined && left.literal !== undefined) this.note(right.name, left.literal);
    // Two names side by side cannot be tried out with literals.
    else if (left.name !== undefined || right.name !== undefined) throw new BeyondQuick();
    return (scope) => compare(operator, left.evaluate(scope), right.evaluate(scope));
  }

  private operand(): Operand {
    const lexeme = this.lexemes[this.at++];
    if (lexeme === undefined || beyond.test(lexeme)) throw new BeyondQuick();
    if (lexeme === '(') {
      const inside = this.disjunction();
      if (!this.took(')')) throw new BeyondQuick();
      return { evaluate: inside };
    }
    if (lexeme === 'not' && this.lexemes[this.at] === '(') {
      const inside = this.operand();
      return { evaluate: (scope) => not(inside.evaluate(scope)) };
    }
    if (lexeme.startsWith('"')) return literal(lexeme.slice(1, -1));
    if (/^-?\d/.test(lexeme)) return literal(Number(lexeme));
    if (lexeme in words) return literal(words[lexeme] ?? null);
    if (!/^[A-Za-z_]/.test(lexeme) || /^(?:and|or|not)$/.test(lexeme)) throw new BeyondQuick();
    const path = lexeme.split('.');
    return { name: lexeme, evaluate: (scope) => valueAt(scope, path) };
  }

  private took(lexeme: string): boolean {
    if (this.lexemes[this.at] !== lexeme) return false;
    this.at++;
    return true;
  }

  private note(name: string, value: Literal): void {
    this.compared.set(name, [...(this.compared.get(name) ?? []), value]);
  }
}

const literal = (value: Literal): Operand => ({ literal: value, evaluate: () => value });

/** The value under a dotted name; what is missing on the way is null, as in FEEL. */
function valueAt(scope: Scope, path: readonly string[]): unknown {
  let value: unknown = scope;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return null;
    value = (value as Scope)[name];
  }
  return value ?? null;
}

/** The expression as a function, or null when it needs the full interpreter. */
export function quick(text: string): Quick | null {
  try {
    const reader = new Reader(split(text));
    return { evaluate: reader.whole(), compared: reader.compared };
  } catch (error) {
    if (error instanceof BeyondQuick) return null;
    throw error;
  }
}
