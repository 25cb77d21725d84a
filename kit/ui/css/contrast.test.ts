import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
type Roles = Readonly<Record<string, string>>;

function rolesOf(selector: string): Roles {
  const escaped = selector.replace(/[[\]"]/g, '\\$&');
  const body = [...css.matchAll(new RegExp(`(?:^|\\n)${escaped} \\{([\\s\\S]*?)\\n\\}`, 'g'))].map((match) => match[1]).join('');
  return Object.fromEntries([...body.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map((match) => [match[1], match[2]?.trim()])) as Roles;
}

const base = rolesOf(':root');
const themes: Record<string, Roles> = {
  light: base,
  dark: { ...base, ...rolesOf('[data-theme="dark"]') },
  high: { ...base, ...rolesOf('[data-contrast="high"]') },
};

function hexOf(roles: Roles, name: string): string {
  let value = roles[name];
  while (value?.startsWith('var(')) value = roles[value.slice(4, -1)];
  if (!value?.startsWith('#')) throw new Error(`${name} is no plain colour: ${value}`);
  return value.length === 4 ? `#${Array.from(value.slice(1), (digit) => digit + digit).join('')}` : value;
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function ratio(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

/** Foreground, background, ratio needed, ratio needed in high contrast. */
type Pair = readonly [string, string, number, number];

const SURFACES = ['page', 'alt', 'sunken', 'card', 'raised', 'hover', 'selected', 'readonly', 'brand-soft'].map((name) => `--surface-${name}`);
const pairs: Pair[] = [
  ...SURFACES.flatMap((surface) => [
    ...['--text-strong', '--text'].map((text): Pair => [text, surface, 7, 7]),
    ...['--text-muted', '--text-link', '--text-link-hover', '--text-accent'].map((text): Pair => [text, surface, 4.5, 7]),
    ...['--line-control', '--focus', '--icon-brand', '--petal-on', '--line-brand'].map((line): Pair => [line, surface, 3, 4.5]),
  ]),
  ...['--surface-brand', '--surface-brand-deep'].flatMap((surface): Pair[] => [
    ['--text-on-brand', surface, 7, 7],
    ['--text-on-brand-muted', surface, 7, 7],
    ['--text-accent-on-brand', surface, 4.5, 7],
    ['--focus-on-brand', surface, 3, 4.5],
  ]),
  ...['--action', '--action-hover', '--action-pressed'].map((surface): Pair => ['--on-action', surface, 4.5, 7]),
  ...['success', 'warn', 'danger', 'info', 'neutral'].flatMap((tone): Pair[] => [
    [`--${tone}-text`, `--${tone}-bg`, 7, 7],
    [`--${tone}-text`, '--surface-card', 7, 7],
    [`--on-${tone}`, `--${tone}-solid`, 4.5, 7],
    [`--${tone}-solid`, '--surface-card', 4.5, 7],
    ['--text', `--${tone}-bg`, 7, 7],
    ['--text-muted', `--${tone}-bg`, 4.5, 7],
    ['--text-link', `--${tone}-bg`, 4.5, 7],
  ]),
  ['--accent-text', '--accent-bg', 7, 7],
  ['--text', '--accent-bg', 7, 7],
  ['--text-muted', '--accent-bg', 4.5, 7],
  ['--text-disabled', '--surface-disabled', 3, 4.5],
  ...[1, 2, 3, 4, 5].map((number): Pair => [`--chart-${number}`, '--surface-card', 3, 4.5]),
];

describe.each(Object.entries(themes))('the %s theme', (name, roles) => {
  test(`keeps the contrast of all ${pairs.length} pairs of text, line and surface`, () => {
    const failures = pairs.flatMap(([front, back, normal, high]) => {
      const needed = name === 'high' ? high : normal;
      const found = ratio(hexOf(roles, front), hexOf(roles, back));
      return found < needed ? [`${front} on ${back}: ${found.toFixed(2)}, needs ${needed}`] : [];
    });
    expect(failures).toEqual([]);
  });
});
