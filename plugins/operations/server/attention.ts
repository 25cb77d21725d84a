import type { ConfigProblem, HubFigures, MicroFrontendInfo, PartHealth, PluginInfo, SystemInfo } from '@amanah/plugin-api';
import type { HealthAnswer } from '../shared/health-answers.ts';

type Attention = HealthAnswer['attention'][number];

/** A backup older than this is shown: one a day is the least that an installation makes. */
const backupHours = 26;

export interface Seen {
  readonly parts: readonly PartHealth[];
  readonly systems: readonly SystemInfo[];
  readonly plugins: readonly PluginInfo[];
  readonly problems: readonly ConfigProblem[];
  readonly figures: HubFigures;
  readonly microFrontends: readonly MicroFrontendInfo[];
  readonly openReports: number;
  readonly language: 'ar' | 'en';
  readonly now: number;
}

/** What waits for an operator, worst first; nothing when all is well. */
export function attentionOf({ parts, systems, plugins, problems, figures, microFrontends, openReports, language, now }: Seen): Attention[] {
  const one = (kind: Attention['kind'], name: string, since: string | null = null, count = 1): Attention => ({ kind, name, since, count });
  const counted = (kind: Attention['kind'], count: number) => (count > 0 ? [one(kind, '', null, count)] : []);
  const inState = (state: SystemInfo['state']) => systems.filter((system) => system.state === state);
  const backupLate = figures.backupAt === null || now - Date.parse(figures.backupAt) > backupHours * 3_600_000;
  return [
    // A refused plugin is named by itself below.
    ...parts.filter((part) => !part.ok && !/^plugin:[^:]+$/.test(part.part)).map((part) => one('part', part.part)),
    ...inState('down').map((system) => one('system', system.title[language], system.since)),
    ...plugins.filter((plugin) => plugin.refusal).map((plugin) => one('plugin', plugin.title[language])),
    ...[...new Set(problems.map((problem) => problem.file))].map((file) => one('file', file.split('/').at(-1) ?? file)),
    ...inState('slow').map((system) => one('slow', system.title[language], system.since)),
    ...counted('letters', figures.deadLetters),
    ...counted('review', microFrontends.filter((micro) => micro.state === 'awaiting-review').length),
    ...counted('reports', openReports),
    ...(backupLate ? [one('backup', '', figures.backupAt)] : []),
  ];
}
