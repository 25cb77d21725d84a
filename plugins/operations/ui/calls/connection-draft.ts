import type { CallsDraft } from './draft-shape.ts';
import type { Definition } from './mapping-draft.ts';

/** Protocols whose connection has a form of its own here; that of any other is drawn from its adapter's schema. */
export const ownProtocols = ['openapi', 'soap', 'sql', 'files'] as const;

/** Ways in which the hub can prove itself to a system. */
export function credentialWays({ protocol, place, before }: CallsDraft): readonly string[] {
  const ways: Readonly<Record<string, readonly string[]>> = {
    openapi: ['none', 'oauth2', 'apiKey', 'basic', 'bearer'],
    soap: ['none', 'usernameToken', 'usernameDigest', 'basic'],
    sql: ['password'],
    files: place === 's3' ? ['password'] : ['password', 'key'],
  };
  return [...(before ? [kept] : []), ...(ways[protocol] ?? [])];
}

/** A way that leaves the sign-in of a running system as it is. */
export const kept = 'kept';
/** Stands where a part of the running definition stays; never sent. */
const same = '(as before)';

export const secretName = 'access';
const secret = { secret: secretName };

function credentialOf({ credential, username, tokenUrl, headerName }: CallsDraft): unknown {
  switch (credential) {
    case kept:
      return same;
    case 'oauth2':
      return [{ kind: 'oauth2', clientId: username.trim(), clientSecret: secret, ...(tokenUrl.trim() ? { tokenUrl: tokenUrl.trim() } : {}) }];
    case 'apiKey':
      return [{ kind: 'apiKey', in: 'header', name: headerName.trim(), value: secret }];
    case 'basic':
      return [{ kind: 'basic', username: username.trim(), password: secret }];
    case 'bearer':
      return [{ kind: 'bearer', token: secret }];
    default:
      return undefined;
  }
}

/** The connection as the form alone would make it. */
function madeOf(draft: CallsDraft): Definition {
  const { protocol, credential } = draft;
  const [url, endpoint, username] = [draft.url.trim(), draft.endpoint.trim(), draft.username.trim()];
  const file = draft.file?.name ?? (url ? undefined : draft.keptFile);
  const described = file ? { file } : { url };
  switch (protocol) {
    case 'openapi': {
      const credentials = credentialOf(draft);
      return { document: described, ...(endpoint ? { server: { url: endpoint } } : {}), ...(credentials ? { credentials } : {}) };
    }
    case 'soap':
      return {
        wsdl: described,
        ...(endpoint ? { endpoint } : {}),
        ...(credential === kept ? { basic: same, security: same } : {}),
        ...(credential === 'basic' ? { basic: { username, password: secret } } : {}),
        ...(credential.startsWith('username')
          ? { security: { usernameToken: { username, password: secret, type: credential === 'usernameDigest' ? 'digest' : 'text' } } }
          : {}),
      };
    case 'sql':
      return credential === kept ? { url, user: same, password: same } : { url, user: username, password: secret };
    default:
      return { folder: folderOf(draft) };
  }
}

function folderOf({ place, url, username, credential, hostKey, bucket }: CallsDraft): Definition {
  if (place === 'local') return { at: 'local', path: url.trim() };
  if (place === 's3') {
    const proof = credential === kept ? { accessKeyId: same, secretAccessKey: same } : { accessKeyId: username.trim(), secretAccessKey: secret };
    return { at: 's3', endpoint: url.trim(), bucket: bucket.trim(), ...proof };
  }
  const way = credential === 'key' ? { privateKey: secret } : { password: secret };
  return {
    at: 'sftp',
    url: url.trim(),
    ...(credential === kept ? { username: same, password: same, privateKey: same, passphrase: same } : { username: username.trim(), ...way }),
    ...(hostKey.trim() ? { hostKeys: [hostKey.trim()] } : {}),
  };
}

/** The connection that a draft means. Of a running system everything stays that was not typed anew, also what the form does not show. */
export function connectionOf(draft: CallsDraft, unchanged: CallsDraft | null): Definition {
  if (!(ownProtocols as readonly string[]).includes(draft.protocol)) return { ...connectionBefore(draft), ...draft.fields };
  const made = madeOf(draft);
  return unchanged ? (merged(connectionBefore(draft), madeOf(unchanged), made) as Definition) : made;
}

export function connectionBefore({ before }: CallsDraft): Definition {
  return (before?.connection ?? {}) as Definition;
}

/** What ran before, with what differs between the two drafts put in its place. */
function merged(before: unknown, unchanged: unknown, typed: unknown): unknown {
  if (JSON.stringify(unchanged) === JSON.stringify(typed)) return before;
  if (!isPlain(unchanged) || !isPlain(typed)) return typed;
  // Another kind of place has nothing in common with the one before.
  if (unchanged.at !== typed.at) return typed;
  const inside = isPlain(before) ? before : {};
  const names = new Set([...Object.keys(inside), ...Object.keys(unchanged), ...Object.keys(typed)]);
  return Object.fromEntries(
    [...names].flatMap((name) => {
      const value = merged(inside[name], unchanged[name], typed[name]);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function isPlain(value: unknown): value is Definition {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether the way of signing in that was chosen needs a secret. */
export function needsSecret({ protocol, credential, place }: CallsDraft): boolean {
  if (credential === kept) return false;
  if (protocol === 'files') return place !== 'local';
  return protocol === 'sql' || (['openapi', 'soap'].includes(protocol) && credential !== 'none');
}
