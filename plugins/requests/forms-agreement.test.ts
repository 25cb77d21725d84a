import { expect, test } from 'vitest';
import { askedNames, settled, type Keeps } from './shared/forms/asked.ts';
import { problemsOf } from './shared/forms/problems.ts';
import type { Answers, Form } from './shared/forms/form-types.ts';
import { ajvEngine } from './server/forms/ajv-engine.ts';
import { brokenAnswers, validAnswers } from './testing/answer-generator.ts';
import { configForms } from './testing/config-forms.ts';
import { randomOf } from './testing/random.ts';
import { interpreter } from './ui/forms/interpreter.ts';

const documents = process.env['AMANAH_TEST_VOLUME'] === 'long' ? 20_000 : 500;
const { forms } = configForms();
const server = ajvEngine();
const browser = interpreter();

const verdict = (form: Form, answers: Answers, keeps: Keeps) => {
  const kept = settled(form, answers, keeps);
  return JSON.stringify([kept, problemsOf(form, kept, keeps)]);
};

test.each([...forms.keys()])(
  `%s: server and browser say the same of ${documents} documents, and whole schema and single rules agree`,
  { timeout: 600_000 },
  (code) => {
    const form = forms.get(code) as Form;
    const random = randomOf(Number.parseInt(code.replace(/\D/g, '') || '7', 10));
    let accepted = 0;
    let refused = 0;
    for (let at = 0; at < documents; at++) {
      const right = at % 4 === 0;
      const answers = right ? validAnswers(form, random, server) : brokenAnswers(form, random, server);
      const said = verdict(form, answers, server);
      if (said !== verdict(form, answers, browser))
        expect({ answers, said: JSON.parse(verdict(form, answers, browser)) }).toEqual({ answers, said: JSON.parse(said) });
      const [kept, problems] = JSON.parse(said) as [Answers, unknown[]];
      const whole = server(form.schema, kept) && Object.keys(kept).every((name) => askedNames(form).includes(name));
      if (whole !== (problems.length === 0)) expect({ kept, problems, whole }).toEqual({ kept, problems, whole: !whole });
      if (right && !whole) expect({ answers, problems }).toEqual({ answers, problems: [] });
      if (whole) accepted++;
      else refused++;
    }
    expect(accepted).toBeGreaterThanOrEqual(documents / 4);
    expect(refused).toBeGreaterThan(documents / 10);
  },
);
