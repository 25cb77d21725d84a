import { expect, test } from 'vitest';
import { modulesOf } from './page-modules.ts';

const hash = 'sha384-x';
const map = {
  imports: {
    react: '/assets/react.1.js',
    'plugin/media': '/assets/plugin-media.1.js',
    'plugin/media/bar': '/assets/plugin-media-bar.1.js',
    'plugin/shop': '/a',
    'mfe/x': 'https://x.example/x.js',
  },
  integrity: {
    '/assets/react.1.js': hash,
    '/assets/plugin-media.1.js': hash,
    '/assets/plugin-media-bar.1.js': hash,
    '/assets/plugin-shop.1.js': hash,
    '/assets/plugin-shop-licences.1.js': hash,
    'https://x.example/x.js': hash,
  },
};

test('a page names what all share, modules of other origins, and of plugins only those that it may mount', () => {
  const { imports, integrity } = modulesOf(map, { plugin: 'media', extensions: [] });
  expect(Object.keys(imports)).toEqual(['react', 'plugin/media', 'plugin/media/bar', 'mfe/x']);
  expect(Object.keys(integrity)).toEqual(['/assets/react.1.js', '/assets/plugin-media.1.js', '/assets/plugin-media-bar.1.js', 'https://x.example/x.js']);
});

test('of an extension with an entry of its own a page names what that entry needs, and nothing else of its plugin', () => {
  const { imports, integrity } = modulesOf(map, {
    plugin: null,
    extensions: ['plugin/media/bar', 'plugin/shop'],
    reaches: { 'plugin/media/bar': ['/assets/plugin-media-bar.1.js'] },
  });
  expect(Object.keys(imports)).toEqual(['react', 'plugin/media/bar', 'plugin/shop', 'mfe/x']);
  expect(Object.keys(integrity)).toEqual([
    '/assets/react.1.js',
    '/assets/plugin-media-bar.1.js',
    '/assets/plugin-shop.1.js',
    '/assets/plugin-shop-licences.1.js',
    'https://x.example/x.js',
  ]);
});

test('no name of a shared module or of a plugin is lost on a page that mounts all', () => {
  expect(modulesOf(map, { plugin: 'media', extensions: ['plugin/shop', 'plugin/shop-licences'] })).toEqual(map);
});
