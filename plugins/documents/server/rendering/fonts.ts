import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const families = {
  '@expo-google-fonts/amiri': ['400Regular/Amiri_400Regular', '700Bold/Amiri_700Bold'],
  '@expo-google-fonts/ibm-plex-sans-arabic': ['400Regular', '500Medium', '600SemiBold', '700Bold'].map((weight) => `${weight}/IBMPlexSansArabic_${weight}`),
} as const;

/** The faces of our papers, by family; nothing is taken from the machine. */
export function readFonts(): readonly (readonly Buffer[])[] {
  const { resolve } = createRequire(import.meta.url);
  return Object.entries(families).map(([family, names]) => names.map((name) => readFileSync(resolve(`${family}/${name}.ttf`))));
}
