import { askedNames, fieldSchema, isAsked, type Keeps } from '../shared/forms/asked.ts';
import { SOURCES } from '../shared/forms/form-of.ts';
import type { Answers, Form } from '../shared/forms/form-types.ts';
import { valueOf } from './answer-values.ts';
import type { Random } from './random.ts';

/** Answers that the form accepts: every question that is asked, optional ones now and then. */
export function validAnswers(form: Form, random: Random, keeps: Keeps): Answers {
  const answers: Record<string, unknown> = {};
  for (const name of askedNames(form)) {
    if (!isAsked(form, name, answers, keeps)) continue;
    if (!form.ui[name]?.optional || random.chance(0.5)) answers[name] = valueOf(fieldSchema(form, name), random);
  }
  return answers;
}

const oddValues: readonly unknown[] = [
  '',
  ' ',
  null,
  0,
  -1,
  1.5,
  1e21,
  true,
  [],
  {},
  'x',
  '١٢٣',
  '٥',
  '\u200e1000000008',
  [null],
  [[]],
  { id: 1 },
  '😀'.repeat(201),
  'constructor',
];

function brokenText(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  const ways = [
    () => text.slice(0, at) + random.of(['0', 'a', 'ا', ' ', '-', '٣', '\u202b']) + text.slice(at),
    () => text.slice(0, at) + text.slice(at + 1),
    () => text.repeat(60),
    () => text.replace(/\d/g, (digit) => String.fromCharCode(0x660 + Number(digit))),
    () => text.toLowerCase(),
  ];
  return random.of(ways)();
}

/** The value, or something inside it, made a little or entirely wrong. */
function broken(value: unknown, random: Random): unknown {
  if (random.chance(0.3)) return random.of(oddValues);
  if (typeof value === 'string') return brokenText(value, random);
  if (typeof value === 'number') return random.of([-value, value * 1_000, value + 0.5, String(value), value - 10_000]);
  if (typeof value === 'boolean') return !value;
  if (Array.isArray(value)) {
    const ways = [
      () => [...value, ...value, ...value],
      () => value.slice(1),
      () => value.map((item: unknown) => (random.chance(0.6) ? broken(item, random) : item)),
      () => Array.from({ length: 60 }, () => value[0] as unknown),
    ];
    return random.of(ways)();
  }
  if (value === null || value === undefined) return random.of(oddValues);
  const entries = Object.entries(value);
  if (entries.length === 0 || random.chance(0.2)) return { ...value, [random.of(['more', 'toString', 'latitude'])]: 1 };
  const [name, inner] = random.of(entries) as [string, unknown];
  if (random.chance(0.3)) return Object.fromEntries(entries.filter(([other]) => other !== name));
  return { ...value, [name]: broken(inner, random) };
}

/** Valid answers with one to three things wrong with them: gone, changed, unknown, or to questions that are not asked. */
export function brokenAnswers(form: Form, random: Random, keeps: Keeps): Answers {
  const answers: Record<string, unknown> = { ...validAnswers(form, random, keeps) };
  for (let times = 1 + random.below(3); times > 0; times--) {
    const name = random.of(askedNames(form));
    const ways = [
      () => delete answers[name],
      () => (answers[name] = broken(answers[name] ?? valueOf(fieldSchema(form, name), random), random)),
      () => (answers[name] = broken(answers[name] ?? 'x', random)),
      () => (answers[name] = valueOf(fieldSchema(form, name), random)),
      () => (answers[random.of(['unknown', 'constructor', SOURCES])] = random.of(oddValues)),
    ];
    random.of(ways)();
  }
  return answers;
}
