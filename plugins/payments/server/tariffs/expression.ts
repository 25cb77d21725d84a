import Big from 'big.js';
import { parseExpression } from 'feelin';

/** What an expression works with: decimals, truth, words, and records of a table. */
export type Value = Big | string | boolean | null | Scope;
export interface Scope {
  readonly [name: string]: Value;
}

/** A formula of a tariff, made ready once. */
export interface Expression {
  readonly text: string;
  /** Names that it needs, dotted as written. */
  readonly names: readonly string[];
  evaluate(scope: Scope): Value;
}

interface Node {
  readonly name: string;
  readonly text: string;
  readonly isError: boolean;
  readonly children: Node[];
}
type Evaluate = (scope: Scope) => Value;

/** Twenty places behind the point at a division; amounts are rounded once, at the end of a line. */
Big.DP = 20;

const functions: Readonly<Record<string, (given: readonly Value[]) => Value>> = {
  max: (given) => given.map(number).reduce((one, other) => (one.gt(other) ? one : other)),
  min: (given) => given.map(number).reduce((one, other) => (one.lt(other) ? one : other)),
  ceiling: ([value]) => number(value ?? null).round(0, Big.roundUp),
  floor: ([value]) => number(value ?? null).round(0, Big.roundDown),
  not: ([value]) => !truth(value ?? null),
};

/**
 * Reads a formula: the part of FEEL that fees need (decimals, names, `+ - * /`, comparisons, `and`, `or`, `if`, and `max min ceiling floor not`). Parsed by
 * the library of the procedures, reckoned in decimals here: its own interpreter reckons in floats.
 * @throws Error that names what is outside the part
 */
export function expression(text: string): Expression {
  const names = new Set<string>();
  const evaluate = compiled(treeOf(text), names);
  return { text, names: [...names], evaluate };
}

function treeOf(text: string): Node {
  const root: Node = { name: 'root', text, isError: false, children: [] };
  const open = [root];
  parseExpression(text, {}, undefined).iterate({
    enter: (node) => {
      const one: Node = { name: node.name, text: text.slice(node.from, node.to), isError: node.type.isError, children: [] };
      open.at(-1)?.children.push(one);
      open.push(one);
    },
    leave: () => void open.pop(),
  });
  return root.children[0] ?? root;
}

function compiled(node: Node, names: Set<string>): Evaluate {
  if (node.isError) throw new Error(`no FEEL: ${node.text}`);
  const inner = node.children.filter(({ name }) => !/^[()]$/.test(name));
  const part = (at: number): Evaluate => {
    const child = inner[at];
    if (!child) throw new Error(`incomplete: ${node.text}`);
    return compiled(child, names);
  };
  switch (node.name) {
    case 'Expression':
    case 'ParenthesizedExpression':
      if (inner.length !== 1) throw new Error(`one expression is needed: ${node.text}`);
      return part(0);
    case 'NumericLiteral': {
      const value = new Big(node.text);
      return () => value;
    }
    case 'StringLiteral': {
      const value = node.text.slice(1, -1);
      return () => value;
    }
    case 'BooleanLiteral': {
      const value = node.text === 'true';
      return () => value;
    }
    case 'VariableName':
    case 'PathExpression': {
      names.add(node.text);
      const path = node.text.split('.');
      return (scope) => valueAt(scope, path);
    }
    case 'ArithmeticExpression':
      return inner.length === 2 ? negated(part(1)) : arithmetic(inner[1]?.text ?? '', part(0), part(2), node.text);
    case 'Comparison':
      return comparison(inner[1]?.text ?? '', part(0), part(2), node.text);
    case 'Conjunction':
      return both(part(0), part(2));
    case 'Disjunction':
      return either(part(0), part(2));
    case 'IfExpression': {
      const [test, yes, no] = [part(1), part(3), part(5)];
      return (scope) => (truth(test(scope)) ? yes(scope) : no(scope));
    }
    case 'FunctionInvocation':
      return invocation(inner, node.text, names);
    default:
      throw new Error(`"${node.text}" (${node.name}) is outside what fees are written in`);
  }
}

function invocation([called, parameters]: readonly Node[], text: string, names: Set<string>): Evaluate {
  const work = functions[called?.text ?? ''];
  if (!work || parameters?.name !== 'PositionalParameters') throw new Error(`"${text}": there are ${Object.keys(functions).join(', ')}`);
  const given = parameters.children.map((one) => compiled(one, names));
  return (scope) => work(given.map((one) => one(scope)));
}

const negated =
  (value: Evaluate): Evaluate =>
  (scope) =>
    number(value(scope)).neg();
const both =
  (left: Evaluate, right: Evaluate): Evaluate =>
  (scope) =>
    truth(left(scope)) && truth(right(scope));
const either =
  (left: Evaluate, right: Evaluate): Evaluate =>
  (scope) =>
    truth(left(scope)) || truth(right(scope));

function arithmetic(operator: string, left: Evaluate, right: Evaluate, text: string): Evaluate {
  const methods = { '+': 'plus', '-': 'minus', '*': 'times', '/': 'div' } as const;
  if (!(operator in methods)) throw new Error(`"${operator}" in "${text}": there are + - * /`);
  const method = methods[operator as keyof typeof methods];
  return (scope) => number(left(scope))[method](number(right(scope)));
}

function comparison(operator: string, left: Evaluate, right: Evaluate, text: string): Evaluate {
  if (operator === '=') return (scope) => same(left(scope), right(scope));
  if (operator === '!=') return (scope) => !same(left(scope), right(scope));
  const methods = { '<': 'lt', '<=': 'lte', '>': 'gt', '>=': 'gte' } as const;
  if (!(operator in methods)) throw new Error(`"${operator}" in "${text}" is no comparison of fees`);
  const method = methods[operator as keyof typeof methods];
  return (scope) => number(left(scope))[method](number(right(scope)));
}

const same = (left: Value, right: Value): boolean => (left instanceof Big && right instanceof Big ? left.eq(right) : left === right);

function number(value: Value): Big {
  if (value instanceof Big) return value;
  throw new Error(`a number is needed, not ${JSON.stringify(value)}`);
}

function truth(value: Value): boolean {
  if (typeof value === 'boolean') return value;
  throw new Error(`yes or no is needed, not ${JSON.stringify(value)}`);
}

/** The value under a dotted name. @throws Error when there is none: a fee is never reckoned with something missing */
export function valueAt(scope: Scope, path: readonly string[]): Value {
  let value: Value = scope;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || value instanceof Big || !Object.hasOwn(value, name)) throw new Error(`there is no "${path.join('.')}"`);
    value = value[name] ?? null;
  }
  return value;
}
