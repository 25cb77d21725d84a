/**
 * Which entries of the history belong to which page shown in this document. A page makes entries of its own (filters): the way between those is the page's affair, the way to
 * an entry of another showing is a change of page, even where the path is the same.
 */
export class Showings {
  readonly #of = new Map<string, number>();
  #last = 0;
  #current = 0;
  #begun = false;

  constructor() {
    navigation.addEventListener('currententrychange', () => {
      const { key } = navigation.currentEntry!;
      if (this.#begun || !this.#of.has(key)) this.#of.set(key, this.#current);
      this.#begun = false;
    });
  }

  /** Another page than the present one; entries made before anything was kept are all the first page's. */
  isOther(key: string): boolean {
    return (this.#of.get(key) ?? 0) !== this.#current;
  }

  /** The next entry belongs to a page that is about to be shown. */
  begin(): void {
    this.#current = ++this.#last;
    this.#begun = true;
  }

  goBackTo(key: string): void {
    this.#current = this.#of.get(key) ?? 0;
  }
}
