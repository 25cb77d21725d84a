import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { definitionOf, draftOf, emptyDraft, placeOf } from './connect-draft.ts';

const typed = fc.string({ minLength: 1 }).map((text) => text.trim() || 'x');

describe('the draft of a connected system', () => {
  test('of a definition means that definition again, with what the form does not show', () => {
    const definition = {
      id: 'wiki',
      title: { ar: 'موسوعة', en: 'Wiki' },
      owner: 'it-center',
      adapter: 'webapp',
      connection: { upstream: 'http://127.0.0.3:7110', host: 'wiki', preserveHost: false, innerOrigins: ['http://inner.example'] },
      access: 'systems:staff.read',
      signIn: { bridge: 'headers', headers: { 'X-Remote-User': 'username', 'X-Remote-Name': 'nameAr' } },
      bar: false,
      rewrite: ['html', 'css'],
      limits: { answerMs: 9_000 },
      probe: { path: '/doku.php', everySeconds: 60 },
    };
    expect(definitionOf(draftOf(definition), definition)).toEqual(definition);
  });

  test('survives the way to a definition and back, whatever is typed', () => {
    fc.assert(
      fc.property(
        typed,
        typed,
        typed,
        fc.constantFrom('public', 'signed-in', 'permission'),
        fc.constantFrom('none', 'basic', 'jwt', 'oidc'),
        (id, host, client, who, bridge) => {
          const draft = {
            ...emptyDraft,
            id,
            host,
            titleAr: 'أ',
            titleEn: 'a',
            who,
            permission: who === 'permission' ? 'systems:staff.read' : '',
            bridge,
            headers: '',
            client: bridge === 'oidc' ? client : '',
          };
          expect(draftOf(definitionOf(draft))).toEqual(draft);
        },
      ),
    );
  });

  test('a problem is shown at its own field and step', () => {
    expect(placeOf('connection.upstream')).toEqual({ field: 'upstream', step: 1 });
    expect(placeOf('connection.host')).toEqual({ field: 'host', step: 1 });
    expect(placeOf('signIn.headers.X-Remote-User')).toEqual({ field: 'headers', step: 3 });
    expect(placeOf('limits.answerMs')).toBeNull();
  });
});
