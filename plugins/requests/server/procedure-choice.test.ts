import { readdirSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { askedNames } from '../shared/forms/asked.ts';
import type { Procedure } from '../procedure/definition.ts';
import { configForms } from '../testing/config-forms.ts';
import { configChoices, configProcedures, configServices, configText } from '../testing/config-procedures.ts';
import { decisionsOf } from '../procedure/decisions.ts';
import { readProcedureChoices, type ProcedureChoice } from './procedure-choice.ts';

const services = configServices();
let procedures: ReadonlyMap<string, Procedure>;
let choices: ReadonlyMap<string, ProcedureChoice>;
beforeAll(async () => {
  procedures = await configProcedures();
  choices = configChoices(procedures);
});

describe('config/procedures.yaml', () => {
  test('the 43 procedural, 27 integrative and 28 interactive services have a procedure, the 22 informational ones have none', () => {
    const count = (kind: string) => services.filter((service) => service.class === kind && choices.has(service.code)).length;
    expect(['procedural', 'integrative', 'interactive', 'informational'].map(count)).toEqual([43, 27, 28, 0]);
    expect(choices.size).toBe(98);
  });

  test('every procedure is run by a service, or is called by one; those that name services are chosen by them', () => {
    const run = new Set([...choices.values()].map(({ procedure }) => procedure));
    // The field visit begins with a plan, a report or another request.
    expect([...procedures.keys()].filter((id) => !run.has(id))).toEqual(['field-inspection']);
    const named = [...procedures.values()].flatMap((procedure) => procedure.services.map((service) => [service, procedure.id]));
    const chosen = new Map([...choices.values()].map(({ service, procedure }) => [service, procedure]));
    expect(named.filter(([service = '', procedure]) => chosen.get(service) !== procedure)).toEqual([]);
  });

  test('a service with a fee has a tariff that is there, a free one has none', () => {
    const tariffs = new Set(
      readdirSync(new URL('../../../config/tariffs/', import.meta.url))
        .filter((name) => name.endsWith('.yaml'))
        .flatMap((name) => Object.keys((parse(configText(`tariffs/${name}`)) as { tariffs?: object }).tariffs ?? {})),
    );
    const wrong = services.filter(({ code, fee }) => {
      const tariff = choices.get(code)?.tariff ?? null;
      return fee.basis === 'free' ? tariff !== null : tariff === null || !tariffs.has(tariff);
    });
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });

  test('the municipality that decides and the term of what is issued are asked for by the form', () => {
    const { forms } = configForms();
    const missing = [...choices.values()].flatMap(({ code, service, decidedBy, validity }) => {
      const form = forms.get(code);
      const asked = form ? askedNames(form) : [];
      const needed = [
        ...(decidedBy === 'municipality' ? ['municipality'] : []),
        ...(validity && 'yearsIn' in validity ? [validity.yearsIn] : []),
        ...(validity && 'untilIn' in validity ? [validity.untilIn] : []),
      ];
      return needed.filter((name) => !asked.includes(name)).map((name) => `${service}: ${name}`);
    });
    expect(missing).toEqual([]);
  });

  test('what the sent form does already are steps of the applicant, with decisions that they offer', () => {
    for (const { service, procedure, filled } of choices.values()) {
      const definition = procedures.get(procedure)!;
      for (const [step, decision] of Object.entries(filled)) {
        const node = definition.nodes.get(step);
        expect(definition.lanes.get(node?.lane ?? '')?.unit, `${service}: ${step}`).toBe('applicant');
        const { decisions } = decisionsOf(definition, step);
        expect(decision === true ? decisions.length === 0 : decisions.includes(decision), `${service}: ${step}`).toBe(true);
      }
    }
  });

  test('a service is given no fact that its procedure does not ask for', () => {
    const idle = [...choices.values()].flatMap(({ service, procedure, facts }) => {
      const asked = new Set(
        [...(procedures.get(procedure)?.nodes.values() ?? [])].flatMap(({ outgoing }) =>
          outgoing.flatMap(({ condition }) => [...(condition?.compared?.keys() ?? [])]),
        ),
      );
      return Object.keys(facts)
        .filter((name) => name !== 'terms' && !asked.has(name))
        .map((name) => `${service}: ${name}`);
    });
    expect(idle).toEqual([]);
  });

  test('the time limits of a service stand beside those of all, and go before them', () => {
    expect(choices.get('SRV-021')?.facts['terms']).toMatchObject({ paymentLapse: 'P30D', completionLapse: 'P15D' });
    expect(choices.get('SRV-013')?.facts['terms']).toMatchObject({ paymentLapse: 'P14D' });
  });
});

describe('a mistake is named with its entry', () => {
  const one = { id: 'one', code: 'SRV-001', class: 'procedural', duration: 'P5D', owner: { unit: 'licences' } };
  const read = (text: string, of = [one]) => readProcedureChoices(`terms: {}\nservices:\n${text}`, of, new Set(['a']));
  const good = '  one: { procedure: a, unit: owner, issues: permit }\n';
  test.each([
    ['  one: { procedure: a, unit: nobody, issues: permit }', 'services.one.unit'],
    ['  one: { procedure: a, unit: owner, issues: permit, terms: { paymentLapse: 14 } }', 'services.one.terms.paymentLapse'],
    ['  one: { procedure: a, unit: owner, issues: permit, validity: { for: a year } }', 'services.one.validity'],
    ['  one: { procedure: b, unit: owner, issues: permit }', 'services.one.procedure'],
    [`${good}  two: { procedure: a, unit: owner, issues: permit }`, 'services.two'],
    ['  {}', 'services.one: SRV-001 has no procedure'],
  ])('%s', (text, entry) => {
    expect(() => read(text)).toThrow(entry);
  });

  test('an informational service with a procedure', () => {
    expect(() => read(good, [{ ...one, class: 'informational' }])).toThrow('services.one: the service is informational');
  });
});
