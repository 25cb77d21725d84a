import { AmanahError } from '@amanah/errors';
import type { Actor, Locale } from '@amanah/plugin-api';
import type { Procedure } from '../../procedure/definition.ts';
import type { FindingAnswer, ProcedureTextAnswer } from '../../shared/answers/procedure-answers.ts';
import type { PluginParts } from '../plugin-parts.ts';
import type { PublishedProcedure } from '../requests/procedure-library.ts';
import { checkText, type CheckedText, type Finding } from './check-text.ts';
import { Publications } from './publications.ts';

/** A version, or the reader's draft, that can be run. */
export interface RunnableText {
  readonly bpmn: string;
  readonly procedure: Procedure;
  readonly findings: readonly Finding[];
}

/** The texts of procedures: published versions and drafts, read, checked, and told in the reader's words. */
export class ProcedureTexts {
  readonly publications: Publications;
  readonly #parts: PluginParts;

  constructor(parts: PluginParts) {
    this.#parts = parts;
    this.publications = new Publications(parts.ctx.db);
  }

  /** What new requests of all units begin with now. @throws REQUESTS_PROCEDURE_UNKNOWN */
  async current(procedure: string): Promise<PublishedProcedure> {
    const found = await this.#parts.procedures().forNew(procedure, '', new Date());
    if (!found) throw new AmanahError('REQUESTS_PROCEDURE_UNKNOWN', { detail: procedure });
    return found;
  }

  check(procedure: string, bpmn: string): Promise<CheckedText> {
    const { ctx, operations, procedures } = this.#parts;
    return checkText(procedure, bpmn, { roles: new Set(ctx.access.roles().map(({ id }) => id)), procedures: new Set(procedures().ids()), operations });
  }

  /** The text of a version, or `draft` for the reader's own. @throws REQUESTS_PROCEDURE_UNKNOWN */
  async text(procedure: string, of: string, { person }: Actor): Promise<string> {
    const bpmn = of === 'draft' ? (await this.publications.draft(procedure, person.id))?.bpmn : await this.publications.text(procedure, of);
    if (bpmn === undefined) throw new AmanahError('REQUESTS_PROCEDURE_UNKNOWN', { detail: `${procedure} ${of}` });
    return bpmn;
  }

  /** The same, ready to be played. @throws REQUESTS_PROCEDURE_UNKNOWN, REQUESTS_PROCEDURE_FAULTY */
  async runnable(procedure: string, of: string, actor: Actor): Promise<RunnableText> {
    const bpmn = await this.text(procedure, of, actor);
    const { procedure: read, findings } = await this.check(procedure, bpmn);
    if (!read) throw new AmanahError('REQUESTS_PROCEDURE_FAULTY', { detail: `${procedure} ${of}` });
    return { bpmn, procedure: read, findings };
  }

  /** Findings in the reader's words; the name of an element that is not in a sound procedure is taken from its text. */
  told({ procedure, findings }: CheckedText, language: Locale): FindingAnswer[] {
    return findings.map(({ key, at, severity, values }) => {
      const name = at === null ? '' : (procedure?.nodes.get(at)?.name[language] ?? values['name'] ?? at);
      const text = this.#parts.ctx.text(`finding_${key}`, language);
      return { key, at, severity, text: text.replaceAll(/\{(\w+)\}/g, (_place, place: string) => (place === 'name' ? name : (values[place] ?? ''))) };
    });
  }

  /** What may stand in the attributes of a procedure: roles, states, operations that are offered, forms. */
  vocabulary(language: Locale): Pick<ProcedureTextAnswer, 'roles' | 'states' | 'operations' | 'forms'> {
    const { ctx, directory, operations, words } = this.#parts;
    return {
      roles: ctx.access.roles().map(({ id, title }) => ({ id, name: title[language] })),
      states: words.states.map((id) => ({ id, name: words.state(id).title[language] })),
      operations: [...operations.names()],
      forms: [...directory.forms.keys()].filter((id) => !directory.services.has(id)),
    };
  }
}
