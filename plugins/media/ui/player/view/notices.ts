import { make } from './element.ts';
import type { Trouble } from './stream.ts';
import type { Words } from './words.ts';

const troubleWords = { 'not-yet': 'notYet', offline: 'offline', retrying: 'retrying', gone: 'gone', failed: 'failed' } as const;

/** What the player says over the picture: troubles with a way on, the end of a broadcast, and a line in the corner for what it did by itself. */
export class Notices {
  readonly #place: HTMLElement;
  readonly #words: Words;
  readonly #note = make('div', { className: 'note', role: 'status' });
  #trouble: Trouble | null = null;
  #said: HTMLElement | undefined;

  constructor(place: HTMLElement, words: Words) {
    this.#place = place;
    this.#words = words;
    place.append(this.#note);
  }

  trouble(trouble: Trouble | null, retry: () => void): void {
    if (trouble === this.#trouble) return;
    this.#trouble = trouble;
    if (trouble === null) this.clear();
    else this.#say(this.#words[troubleWords[trouble]], trouble === 'gone' ? null : { text: this.#words.retry, act: retry });
  }

  ended(again: () => void): void {
    this.#say(this.#words.ended, { text: this.#words.again, act: () => (this.clear(), again()) });
  }

  /** The browser lets nothing be heard before somebody asks. */
  blocked(): void {
    this.#note.replaceChildren(this.#words.blocked);
  }

  soundOnly(text: string, showPicture: () => void): void {
    const button = make('button', { type: 'button', onclick: () => (this.#note.replaceChildren(), showPicture()) }, this.#words.picture);
    this.#note.replaceChildren(make('span', {}, text), button);
  }

  pictureAgain(): void {
    this.#note.replaceChildren();
  }

  clear(): void {
    this.#trouble = null;
    this.#said?.remove();
    if (this.#note.textContent === this.#words.blocked) this.#note.replaceChildren();
  }

  #say(text: string, way: { readonly text: string; readonly act: () => void } | null): void {
    this.#said?.remove();
    this.#said = make('div', { className: 'said', role: 'alert' }, make('p', {}, text));
    if (way) this.#said.append(make('button', { type: 'button', onclick: way.act }, way.text));
    this.#place.append(this.#said);
  }
}
