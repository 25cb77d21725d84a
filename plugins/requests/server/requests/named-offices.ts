/** The answer that names an office of a role, by its unified number; from the service's entry. */
export type OfficeAnswers = Readonly<Record<string, string>>;

/** The offices that a request names, by role: they get the tasks of its lanes, and nobody else of their kind. */
export function namedOffices(asked: OfficeAnswers, answers: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(asked).flatMap(([role, answer]) => (typeof answers[answer] === 'string' ? [[role, answers[answer]]] : [])));
}
