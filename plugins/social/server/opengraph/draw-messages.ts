import type { PictureWords } from './picture-words.ts';

export interface DrawTask {
  readonly id: number;
  readonly words: PictureWords;
}

export type DrawAnswer = { readonly id: number; readonly png: Uint8Array } | { readonly id: number; readonly problem: string };
