import { evaluate, parseExpression } from 'feelin';
import { quick, type Literal, type Scope } from './quick.ts';

/** When a sequence flow is taken. */
export interface Condition {
  readonly text: string;
  holds(scope: Scope): boolean;
  /** The decision that it asks for, when it asks for nothing else. */
  readonly decision?: string;
  /** Names and the literals they are compared with; missing when the condition is more than comparisons. */
  readonly compared?: ReadonlyMap<string, readonly Literal[]>;
}

const oneDecision = /^decision\s*=\s*"([^"]*)"$/;

/** FEEL as some modelers write it, with `=` before it, and as it is. */
export const feelText = (text: string): string => text.trim().replace(/^=\s*/, '');

/** Whether the text can be parsed as one FEEL expression. */
export function isFeel(text: string): boolean {
  const source = feelText(text);
  if (source === '') return false;
  let whole = true;
  parseExpression(source, {}, undefined).iterate({
    enter: (node) => {
      if (node.type.isError) whole = false;
    },
  });
  return whole;
}

/** What the interpreter says. It throws where FEEL knows no answer, for example at an order of truth values; that is null as well. */
function interpreted(source: string, scope: Scope): unknown {
  try {
    return evaluate(source, scope).value;
  } catch {
    return null;
  }
}

/** The value of a FEEL expression; what cannot be worked out is null. */
export function feelValue(text: string, scope: Scope): unknown {
  const source = feelText(text);
  const fast = quick(source);
  return fast ? fast.evaluate(scope) : interpreted(source, scope);
}

/** A condition in FEEL, made ready once. It holds only when its value is true: null and missing data hold nothing. */
export function condition(text: string): Condition {
  const source = feelText(text);
  const fast = quick(source);
  const decision = oneDecision.exec(source)?.[1];
  return {
    text: source,
    holds: fast ? (scope) => fast.evaluate(scope) === true : (scope) => interpreted(source, scope) === true,
    ...(decision !== undefined && { decision }),
    ...(fast && { compared: fast.compared }),
  };
}
