/** What the shell hands to an extension. */
export interface SlotProps<Data = unknown, Woken = unknown> {
  readonly domElement: HTMLElement;
  readonly data?: Data;
  readonly woken?: Woken;
}

export const make = <K extends keyof HTMLElementTagNameMap>(tag: K, has: object, ...inside: (Node | string)[]): HTMLElementTagNameMap[K] => {
  const element = Object.assign(document.createElement(tag), has);
  element.append(...inside);
  return element;
};

/** An answer of the plugin's API; `null` when there is none: these extensions show nothing then, the page is whole without them. */
export async function asked<Answer>(path: string): Promise<Answer | null> {
  try {
    const answer = await fetch(`/api/media/${path}`);
    return answer.ok ? ((await answer.json()) as Answer) : null;
  } catch {
    return null;
  }
}

/** Loads the player's element by the address that stays: the file is the one that other pages have already. */
export function loadPlayer(): Promise<unknown> {
  const address = '/embed/player.js';
  return import(/* @vite-ignore */ address);
}
