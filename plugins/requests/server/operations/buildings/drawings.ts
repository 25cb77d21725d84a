import { z } from 'zod';
import type { OutsideOutcome, RequestRecord } from '../../../contract.ts';
import type { StoredSources } from '../../drafts/sources.ts';
import type { PluginParts } from '../../plugin-parts.ts';
import { writeAmanahLetter } from '../amanah-letter.ts';
import { answersNow } from '../answers-now.ts';
import { readRuleFile } from '../rule-file.ts';
import { buildingRules, checkDrawings, type Building, type BrokenRule } from './drawing-rules.ts';

const number = z.coerce.number().catch(0);
const asked = z.object({
  buildingUse: z.string().optional(),
  landArea: number,
  floors: z.array(z.object({ level: z.string().catch(''), floorArea: number })).catch([]),
  setbacks: z.object({ front: number, side: number, back: number }).partial().catch({}),
});

/** The first automatic check of drawings: what breaks a rule is written to the office that drew them, and they come back to it. */
export function offerDrawings({ ctx, operations }: Pick<PluginParts, 'ctx' | 'operations'>): void {
  const rules = readRuleFile(ctx.configDir, 'building-rules.yaml', buildingRules);
  const said = ({ rule, found, allowed }: BrokenRule, language: 'ar' | 'en') => {
    const word = (value: string | number) => (typeof value === 'number' ? String(value) : wordsOf(value, language));
    return `- ${ctx.text(`drawings_${rule}`, language).replace('{found}', word(found)).replace('{allowed}', word(allowed))}`;
  };
  const wordsOf = (list: string, language: 'ar' | 'en') =>
    list
      .split(', ')
      .filter(Boolean)
      .map((name) => ctx.text(`buildingUse_${name}`, language))
      .join(language === 'ar' ? '، ' : ', ');

  operations.offer('drawings.check', async ({ request, key }): Promise<OutsideOutcome> => {
    const check = checkDrawings(buildingOf(request), rules);
    if (check.conforms) return { decision: 'yes', facts: { drawings: check } };
    const body = (['ar', 'en'] as const).map((language) =>
      [ctx.text('drawingsOpening', language), ...check.broken.map((one) => said(one, language))].join('\n'),
    );
    await writeAmanahLetter(ctx, ctx.db, { request: request.number, body: body.join('\n\n'), key });
    return { decision: 'no', facts: { drawings: check } };
  });
}

function buildingOf(request: RequestRecord): Building {
  const { buildingUse, landArea, floors, setbacks } = asked.parse(answersNow(request));
  const survey = (request.facts['sources'] as StoredSources | undefined)?.['SURVEY'];
  const landUse = survey?.state === 'fetched' ? survey.data['landUse'] : undefined;
  // The residential service asks for the kind of home instead of the use.
  return { use: buildingUse ?? 'home', landUse: typeof landUse === 'string' ? landUse : null, landArea, floors, setbacks };
}
