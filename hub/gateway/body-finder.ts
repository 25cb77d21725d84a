/** What a browser reads as text up to the end tag: a `<body>` in there is none. */
const textElements = new Set(['script', 'style', 'title', 'textarea', 'noscript', 'noframes', 'xmp', 'iframe', 'template']);
/** Tags that stand before the body without opening it. */
const headElements = new Set(['html', 'head', 'meta', 'link', 'base', 'basefont', 'bgsound', ...textElements]);
/** Beyond this much text without a body the search is given up. */
const maxSearched = 262_144;
const maxTag = 65_536;

/**
 * Finds where the body of a page begins while its text streams by: after `<body …>`, or before the first thing that opens it unsaid. Fragments
 * and framesets have none. Knows comments, quoted attributes and elements that hold text, as old pages have `<body>` in all of them.
 */
export class BodyFinder {
  #inside: 'markup' | 'comment' | (string & {}) = 'markup';
  #document = false;
  #searched = 0;

  /**
   * Goes on in a text from `from`. @returns `at`: the place, or `null`; `next`: where to go on when more text has come (what stands before is done
   * with); `over`: there is or will be no place.
   */
  search(text: string, from: number): { at: number | null; next: number; over: boolean } {
    let next = from;
    for (;;) {
      const step = this.#inside === 'markup' ? this.#markup(text, next) : this.#skip(text, next);
      if (step.at !== null || step.over) return step;
      if (step.waits) {
        this.#searched += step.next - from;
        return { at: null, next: step.next, over: this.#searched > maxSearched };
      }
      next = step.next;
    }
  }

  #skip(text: string, from: number): Step {
    const end = this.#inside === 'comment' ? '-->' : `</${this.#inside}`;
    const found = this.#inside === 'comment' ? text.indexOf(end, from) : text.slice(from).search(new RegExp(`${end}(?![\\w-])`, 'i')) + from;
    if (found < from) return waitAt(Math.max(from, text.length - end.length));
    if (this.#inside !== 'comment' && found + end.length === text.length) return waitAt(found);
    this.#inside = 'markup';
    return goOn(found + end.length);
  }

  #markup(text: string, from: number): Step {
    const open = text.indexOf('<', from);
    if (open < 0) return waitAt(text.length);
    if (text.startsWith('<!--', open)) {
      this.#inside = 'comment';
      return goOn(open + 4);
    }
    const end = tagEnd(text, open);
    if (end < 0) return text.length - open < maxTag ? waitAt(open) : goOn(open + 1);
    const [, closes, name = ''] = /^<([!/]?)([a-z][^\s/>]*)?/i.exec(text.slice(open, open + 40)) ?? [];
    const element = name.toLowerCase();
    if (closes === '!' && element === 'doctype') this.#document = true;
    if (closes || !element) return goOn(end);
    if (element === 'body') return { at: end, next: end, over: true, waits: false };
    if (element === 'frameset') return { at: null, next: end, over: true, waits: false };
    if (['html', 'head', 'title'].includes(element)) this.#document = true;
    if (!headElements.has(element)) return this.#document ? { at: open, next: open, over: true, waits: false } : goOn(end);
    if (textElements.has(element)) this.#inside = element;
    return goOn(end);
  }
}

interface Step {
  readonly at: number | null;
  readonly next: number;
  readonly over: boolean;
  readonly waits: boolean;
}

function waitAt(next: number): Step {
  return { at: null, next, over: false, waits: true };
}

function goOn(next: number): Step {
  return { at: null, next, over: false, waits: false };
}

/** Index after a tag's `>`, or -1 when it has not come yet; a `>` inside a quoted value does not end it. */
function tagEnd(text: string, open: number): number {
  let quote = '';
  let afterEquals = false;
  for (let at = open + 1; at < text.length; at++) {
    const letter = text[at]!;
    if (quote) {
      if (letter === quote) quote = '';
    } else if (letter === '>') return at + 1;
    else if (afterEquals && (letter === '"' || letter === "'")) quote = letter;
    if (!/\s/.test(letter)) afterEquals = letter === '=' && !quote;
  }
  return -1;
}
