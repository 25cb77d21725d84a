import { createContext, useContext } from 'react';
import { currentLanguage, directionOf, type Language } from './language.ts';

/** What a mounted page or extension knows about its place. */
export interface MountPlace {
  readonly pluginId: string;
  /** Values of the path's places (`/services/:code` → `{ code }`). */
  readonly params: Readonly<Record<string, string>>;
  /** Base address of the plugin's API, such as `/api/services`. */
  readonly api: string;
  /** Where overlays go, so that the plugin's scoped CSS reaches them and unmounting removes them. */
  readonly portal: HTMLElement | null;
}

export const MountContext = createContext<MountPlace>({ pluginId: '', params: {}, api: '', portal: null });

/** The place of the page or extension this component is mounted in. */
export function useMount(): MountPlace {
  return useContext(MountContext);
}

/** The page's language and direction. A change of language reloads the page, so both are constant. */
export function useLanguage(): { readonly language: Language; readonly direction: 'rtl' | 'ltr' } {
  const language = currentLanguage();
  return { language, direction: directionOf(language) };
}
