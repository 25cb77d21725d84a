import type { HubEnvironment } from './environment.ts';

/** What belongs to development alone: scripts of another server than the build's act with a person's whole session. */
export function developmentProblems(settings: HubEnvironment, development: boolean): readonly string[] {
  const problems: string[] = [];
  if (development && settings.AMANAH_PROFILE === 'production')
    problems.push('--development is not for production: remove it, or start with AMANAH_PROFILE=demo');
  if (settings.AMANAH_DEVELOPMENT_MANIFEST && !development)
    problems.push('AMANAH_DEVELOPMENT_MANIFEST replaces the import map and is for development only: remove it, or start with npm run dev');
  return problems;
}
