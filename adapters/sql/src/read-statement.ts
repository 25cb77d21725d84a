import { lexSql, StatementProblem, type Lexis, type Token } from './lex-sql.ts';

/** A statement as it is run: fixed text, and parameters between. */
export interface ReadStatement {
  /** Its first word, in lower case. */
  readonly verb: string;
  readonly pieces: readonly (string | { readonly parameter: string })[];
  /** Each parameter once, in order of first use. */
  readonly parameters: readonly string[];
}

const verbs = {
  read: ['select', 'with', 'values', 'table'],
  write: ['insert', 'update', 'delete', 'merge', 'replace', 'call', 'exec', 'execute', 'with', 'select'],
} as const;
/** Words that make a query write, lock or act, unless they are called as functions or are quoted names. */
const acting = new Set(['insert', 'update', 'delete', 'merge', 'replace', 'into', 'exec', 'execute', 'call', 'truncate', 'drop', 'alter', 'create', 'grant']);

/**
 * Reads one reviewed statement.
 * @throws StatementProblem when it is none, several, or does what its `effect` does not say
 */
export function readStatement(text: string, lexis: Lexis, effect: 'read' | 'write'): ReadStatement {
  const tokens = withoutLastSemicolon(lexSql(text, lexis));
  const told = tokens.filter((token) => token.kind !== 'space');
  if (told.some(({ kind, text: sign }) => kind === 'sign' && sign === ';')) throw new StatementProblem('it is more than one statement');
  const verb = told.find(({ text: sign }) => sign !== '(')?.text.toLowerCase() ?? '';
  const allowed: readonly string[] = verbs[effect];
  if (!allowed.includes(verb)) throw new StatementProblem(`it begins with "${verb}"; a ${effect} begins with one of ${allowed.join(', ')}`);
  if (effect === 'read') assertOnlyReads(told);
  const parameters = [...new Set(tokens.filter(({ kind }) => kind === 'parameter').map((token) => token.text.slice(1)))];
  return { verb, parameters, pieces: joined(tokens) };
}

function withoutLastSemicolon(tokens: readonly Token[]): readonly Token[] {
  const last = tokens.findLastIndex(({ kind }) => kind !== 'space');
  return tokens[last]?.kind === 'sign' && tokens[last].text === ';' ? tokens.slice(0, last) : tokens;
}

function assertOnlyReads(told: readonly Token[]): void {
  for (const [at, token] of told.entries()) {
    if (token.kind !== 'word') continue;
    const word = token.text.toLowerCase();
    if (acting.has(word) && told[at + 1]?.text !== '(') throw new StatementProblem(`"${word}" in it writes; that needs effect: write`);
    if (word === 'for' && /^(?:share|no|key)$/i.test(told[at + 1]?.text ?? '')) throw new StatementProblem('it takes locks');
  }
}

function joined(tokens: readonly Token[]): ReadStatement['pieces'] {
  const pieces: (string | { parameter: string })[] = [];
  for (const { kind, text } of tokens) {
    const before = pieces.at(-1);
    if (kind === 'parameter') pieces.push({ parameter: text.slice(1) });
    else if (typeof before === 'string') pieces[pieces.length - 1] = before + text;
    else pieces.push(text);
  }
  return pieces;
}
