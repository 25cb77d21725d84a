import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' })
  .split('\0')
  .filter((file) => file !== '' && existsSync(join(root, file)));
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const code = tracked.filter((file) => /\.(?:[cm]?[jt]sx?)$/.test(file) && !/generated|^tests\/architecture\//.test(file));
const browserCode = code.filter((file) => /^(?:shell|kit\/ui\/src|plugins\/(?!gallery)[^/]+\/ui)\//.test(file) && !/\.test\./.test(file));
const text = tracked.filter((file) => !/\.(?:png|woff2?|ico|tar|gz|jpg|der|p12)$/.test(file));

/** Code without its comments: what they quote is no text of the product. */
const withoutComments = (source: string) => source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');

/** Places where a pattern stands in files, as `file:line: what`. */
function places(files: readonly string[], pattern: RegExp, prepare = (source: string) => source): string[] {
  return files.flatMap((file) =>
    prepare(read(file))
      .split('\n')
      .flatMap((line, at) => (pattern.test(line) ? [`${file}:${at + 1}: ${line.trim().slice(0, 100)}`] : [])),
  );
}

test('a source or test file has one reason to exist: at most 300 lines', () => {
  const long = code.filter((file) => read(file).split('\n').length > 301);
  expect(long).toEqual([]);
});

test('nothing is left to be done, and no test is left out', () => {
  const unfinished = /\b(?:TODO|FIXME|XXX)\b|\b(?:it|test|describe)\.(?:skip|only|todo|fails)\b|\bx(?:it|describe)\(/;
  expect(places(code, unfinished)).toEqual([]);
});

test('people’s words stand in locales, not in the code of pages', () => {
  const arabic = /['"`>][^'"`<\n]*[\u0621-\u064a]{3,}\s+[\u0621-\u064a]{3,}/;
  const english = /(?:<[a-zA-Z][^<>]*>)\s*[A-Z][a-z]+(?: [a-z]+){1,}\s*[.!?]?\s*<\/|(?:aria-label|placeholder|title|alt)="[A-Z][a-z]+ [a-z]+/;
  expect(places(browserCode, arabic, withoutComments)).toEqual([]);
  expect(places(browserCode, english, withoutComments)).toEqual([]);
});

test('no file names a package registry or a path of somebody’s machine', () => {
  const mine = text.filter((file) => file !== 'package-lock.json' && file !== 'tests/architecture/sources.test.ts');
  expect(places(mine, /registry\.(?:npmjs|yarnpkg)\.|\/home\/[a-z]+\/|\/Users\/[a-z]+\/|(?<![\w./-])\/(?:root|work)\/[a-z]/i)).toEqual([]);
  expect(places(['package-lock.json'], /"resolved": "(?:http:|file:|https:\/\/(?!registry\.npmjs\.org\/))/)).toEqual([]);
});

test('links between documents lead somewhere', () => {
  const dead = tracked
    .filter((file) => file.endsWith('.md'))
    .flatMap((file) =>
      [...read(file).matchAll(/\]\((?!https?:|mailto:|tel:|#|\/)([^)\s#]+)[^)]*\)/g)]
        .map(([, to = '']) => normalize(join(dirname(file), decodeURIComponent(to))))
        .filter((to) => !existsSync(join(root, to)))
        .map((to) => `${file} -> ${to}`),
    );
  expect(dead).toEqual([]);
});

interface Manifest {
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

test('every package that is installed by name is used somewhere', () => {
  const manifest = JSON.parse(read('package.json')) as Manifest;
  const names = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
  const users = tracked.filter(
    (file) => /\.(?:[cm]?[jt]sx?|json|css)$/.test(file) && !/(?:^|\/)package(?:-lock)?\.json$/.test(file) && statSync(join(root, file)).size < 1_000_000,
  );
  const all = users.map(read).join('\n');
  const used = (name: string) => new RegExp(`[ '"\`/]${name}(?:['"\`/]|$)`, 'm').test(all);
  // Types serve the package of their name.
  const unused = names.filter((name) => !used(name) && !(name.startsWith('@types/') && (used(name.slice(7)) || name === '@types/node')));
  expect(unused).toEqual([]);
});

test('packages come under licences that a public body may build on', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, { license?: string; link?: boolean }> };
  const allowed =
    /^\(?(?:MIT(?:-0)?|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|BlueOak-1\.0\.0|CC0-1\.0|CC-BY-4\.0|MPL-2\.0|PSF-2\.0|OFL-1\.1|Python-2\.0|PostgreSQL|Unlicense|WTFPL|LGPL-3\.0-or-later)\b/;
  // bpmn-js has terms of its own: those of MIT, and the bpmn.io mark stays visible on every diagram that it draws.
  const agreed = new Set(['node_modules/bpmn-js']);
  const others = Object.entries(packages)
    .filter(([path, { link }]) => path.startsWith('node_modules/') && !link && !agreed.has(path))
    .filter(([, { license }]) => license !== undefined && !allowed.test(license) && !/\bOR\b/.test(license))
    .map(([path, { license }]) => `${path}: ${license}`);
  expect(others).toEqual([]);
});
