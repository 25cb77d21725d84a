/** How a database reads its SQL, as far as it decides where a text, a name or a comment ends. */
export interface Lexis {
  /** `\'` does not end a text. */
  readonly backslashes?: boolean;
  /** `#` and `-- ` (with a blank) begin comments; `--5` is none. */
  readonly hashComments?: boolean;
  readonly backticks?: boolean;
  /** `[name]` is a name. */
  readonly brackets?: boolean;
  /** `$tag$…$tag$`, `E'…'`, comments within comments. */
  readonly dollarQuotes?: boolean;
  /** `q'[…]'`. */
  readonly qQuotes?: boolean;
  /** Placeholders and variables of the database's own, which a reviewed statement may not use. */
  readonly own: RegExp;
}

/** A statement that may not be run as it stands. */
export class StatementProblem extends Error {}

export interface Token {
  readonly kind: 'word' | 'parameter' | 'quoted' | 'sign' | 'space';
  readonly text: string;
}

const until = (end: string, escapes: boolean) => new RegExp(`${end}(?:[^${end}${escapes ? '\\\\]|\\\\[\\s\\S]' : ']'}|${end}${end})*${end}`, 'y');

/**
 * Takes a statement apart. Texts, quoted names and comments stay whole, so that a `:name` in them is no parameter and a `;` no end.
 * @throws StatementProblem when something is left open or belongs to the database's own placeholders
 */
export function lexSql(text: string, lexis: Lexis): readonly Token[] {
  const kinds: [Token['kind'], RegExp][] = [
    ['space', /\s+/y],
    ['space', lexis.hashComments ? /(?:--(?=[\s\0]|$)|#)[^\n]*/y : /--[^\n]*/y],
    ...(lexis.dollarQuotes
      ? ([
          ['quoted', /[eE]'(?:[^'\\]|\\[\s\S]|'')*'/y],
          ['quoted', /(\$(?:[A-Za-z_]\w*)?\$)[\s\S]*?\1/y],
        ] as [Token['kind'], RegExp][])
      : []),
    ...(lexis.qQuotes ? ([['quoted', /[qQ]'(?:\[[\s\S]*?\]|\{[\s\S]*?\}|\([\s\S]*?\)|<[\s\S]*?>|([^\s[{(<])[\s\S]*?\1)'/y]] as [Token['kind'], RegExp][]) : []),
    ['quoted', until("'", Boolean(lexis.backslashes))],
    ['quoted', until('"', Boolean(lexis.backslashes))],
    ...(lexis.backticks ? ([['quoted', until('`', false)]] as [Token['kind'], RegExp][]) : []),
    ...(lexis.brackets ? ([['quoted', /\[(?:[^\]]|\]\])*\]/y]] as [Token['kind'], RegExp][]) : []),
    ['sign', /::|:=/y],
    ['parameter', /:[A-Za-z_][A-Za-z0-9_]*/y],
    ['word', /[\p{L}\p{N}_][\p{L}\p{N}_$#]*/uy],
  ];
  const tokens: Token[] = [];
  for (let at = 0; at < text.length;) {
    const comment = text.startsWith('/*', at) ? endOfComment(text, at, Boolean(lexis.dollarQuotes)) : null;
    const token = comment === null ? next(text, at, kinds) : { kind: 'space' as const, text: text.slice(at, comment) };
    if (token.kind === 'sign' && /^["'`[]$/.test(token.text) && (token.text !== '`' || lexis.backticks) && (token.text !== '[' || lexis.brackets))
      throw new StatementProblem(`${token.text} is opened and not closed`);
    lexis.own.lastIndex = at;
    if ((token.kind === 'sign' || token.kind === 'word') && lexis.own.test(text))
      throw new StatementProblem(`${text.slice(at, lexis.own.lastIndex)} stands in it; parameters are written :name`);
    tokens.push(token);
    at += token.text.length;
  }
  return tokens;
}

function next(text: string, at: number, kinds: readonly [Token['kind'], RegExp][]): Token {
  for (const [kind, pattern] of kinds) {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found) return { kind, text: found };
  }
  return { kind: 'sign', text: text.charAt(at) };
}

/** @throws StatementProblem for a comment without end, and for one that MySQL and MariaDB would run */
function endOfComment(text: string, from: number, nested: boolean): number {
  if (/^\/\*M?!/.test(text.slice(from, from + 4))) throw new StatementProblem('a comment that the server runs (/*! …) stands in it');
  let depth = 1;
  for (let at = from + 2; at < text.length; at++) {
    if (text.startsWith('*/', at)) {
      depth--;
      at++;
      if (depth === 0) return at + 1;
    } else if (nested && text.startsWith('/*', at)) {
      depth++;
      at++;
    }
  }
  throw new StatementProblem('a comment has no end');
}
