import type { AdapterContext, HttpClient } from '@amanah/adapter-api';
import { expect, test } from 'vitest';
import { config } from '../config.ts';
import { Credentials } from './credentials.ts';

const base = 'https://api.example';
const scheme = { kind: 'oauth2', tokenUrl: `${base}/token`, scopes: [] } as const;

function credentials(schemes: ConstructorParameters<typeof Credentials>[0]['schemes']): Credentials {
  const document = { url: `${base}/openapi.json` };
  const given = config.parse({ document, credentials: [{ kind: 'oauth2', clientId: 'amanah', clientSecret: { secret: 'access' } }] });
  return new Credentials({ config: given, schemes, base, allowed: new Set([base]), http: {} as HttpClient, ctx: {} as AdapterContext });
}

test('a credential that names no scheme takes the token address of the only one of its kind', () => {
  expect(credentials({ client: scheme, key: { kind: 'apiKey', in: 'header', name: 'X-Key' } }).renewable).toBe(true);
});

test('of two schemes of a kind none is guessed', () => {
  expect(() => credentials({ one: scheme, two: scheme })).toThrow('not known');
});
