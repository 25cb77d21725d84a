import { icon, type IconName } from './icons.ts';

/** An element with its properties and what stands in it. */
export function make<K extends keyof HTMLElementTagNameMap>(tag: K, has: object, ...inside: (Node | string)[]): HTMLElementTagNameMap[K] {
  const element = Object.assign(document.createElement(tag), has);
  element.append(...inside);
  return element;
}

/** A button with an icon and a name that is read aloud and shown beside the pointer. */
export function iconButton(name: IconName, label: string, act: () => void, className = ''): HTMLButtonElement {
  const button = make('button', { type: 'button', className, ariaLabel: label, title: label, onclick: act }, icon(name));
  button.dataset['icon'] = name;
  return button;
}

/** Changes icon and name; nothing where they are so already, so that readers of the screen are not told again. */
export function setIconButton(button: HTMLButtonElement, name: IconName, label: string): void {
  if (button.dataset['icon'] === name && button.ariaLabel === label) return;
  button.dataset['icon'] = name;
  button.ariaLabel = label;
  button.title = label;
  button.replaceChildren(icon(name));
}
