/** What the form that connects a system holds; every value as it is typed. */
export interface Draft {
  readonly id: string;
  readonly titleAr: string;
  readonly titleEn: string;
  readonly descriptionAr: string;
  readonly descriptionEn: string;
  readonly owner: string;
  readonly upstream: string;
  readonly host: string;
  readonly preserveHost: boolean;
  readonly probePath: string;
  /** `public`, `signed-in` or `permission`. */
  readonly who: string;
  readonly permission: string;
  readonly bridge: string;
  /** Lines `Header-Name: what`. */
  readonly headers: string;
  readonly audience: string;
  readonly page: string;
  readonly usernameField: string;
  readonly passwordField: string;
  readonly signedOut: string;
  readonly successCookie: string;
  readonly successPath: string;
  readonly client: string;
  readonly bar: boolean;
  readonly rewrite: readonly string[];
}

export const emptyDraft: Draft = {
  id: '',
  titleAr: '',
  titleEn: '',
  descriptionAr: '',
  descriptionEn: '',
  owner: '',
  upstream: '',
  host: '',
  preserveHost: true,
  probePath: '/',
  who: 'signed-in',
  permission: '',
  bridge: 'none',
  headers: 'X-Remote-User: username',
  audience: '',
  page: '/login',
  usernameField: 'username',
  passwordField: 'password',
  signedOut: '/login',
  successCookie: '',
  successPath: '',
  client: '',
  bar: true,
  rewrite: ['html'],
};

type Definition = Record<string, unknown>;

/** The definition that a draft means; `rest` are fields of an older definition that the form does not show. */
export function definitionOf(draft: Draft, rest: Definition = {}): Definition {
  const connection = rest.connection as Definition | undefined;
  const { description: _replaced, ...kept } = rest;
  return {
    ...kept,
    id: draft.id.trim(),
    title: { ar: draft.titleAr.trim(), en: draft.titleEn.trim() },
    ...(draft.descriptionAr.trim() && draft.descriptionEn.trim() ? { description: { ar: draft.descriptionAr.trim(), en: draft.descriptionEn.trim() } } : {}),
    owner: draft.owner,
    adapter: 'webapp',
    connection: { ...connection, upstream: draft.upstream.trim(), host: draft.host.trim(), preserveHost: draft.preserveHost },
    access: draft.who === 'permission' ? draft.permission : draft.who,
    signIn: signInOf(draft, rest.signIn as Definition | undefined),
    bar: draft.bar,
    rewrite: [...draft.rewrite],
    probe: { ...(rest.probe as Definition | undefined), path: draft.probePath.trim() || '/' },
  };
}

function signInOf(draft: Draft, rest: Definition = {}): Definition {
  // What the form does not show of the same way in stays as it was.
  const before = rest.bridge === draft.bridge ? rest : {};
  switch (draft.bridge) {
    case 'headers':
      return { bridge: 'headers', headers: headersOf(draft.headers) };
    case 'jwt':
      return { ...before, bridge: 'jwt', ...(draft.audience.trim() ? { audience: draft.audience.trim() } : {}) };
    case 'form':
      return {
        ...before,
        bridge: 'form',
        page: draft.page.trim(),
        usernameField: draft.usernameField.trim(),
        passwordField: draft.passwordField.trim(),
        signedOut: { ...(before.signedOut as Definition | undefined), ...(draft.signedOut.trim() ? { redirectTo: draft.signedOut.trim() } : {}) },
        success: {
          ...(before.success as Definition | undefined),
          ...(draft.successCookie.trim() ? { cookie: draft.successCookie.trim() } : {}),
          ...(draft.successPath.trim() ? { redirectTo: draft.successPath.trim() } : {}),
        },
      };
    case 'oidc':
      return { bridge: 'oidc', client: draft.client };
    default:
      return { bridge: draft.bridge };
  }
}

function headersOf(lines: string): Record<string, string> {
  return Object.fromEntries(
    lines
      .split('\n')
      .map((line) => line.split(':').map((part) => part.trim()))
      .filter(([name]) => name)
      .map(([name = '', what = '']) => [name, what]),
  );
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

/** The draft of a definition that runs. */
export function draftOf(definition: Definition): Draft {
  const part = (name: string) => (definition[name] ?? {}) as Definition;
  const access = textOf(definition.access);
  const signIn = part('signIn');
  const listed = access === 'public' || access === 'signed-in';
  return {
    ...emptyDraft,
    id: textOf(definition.id),
    titleAr: textOf(part('title').ar),
    titleEn: textOf(part('title').en),
    descriptionAr: textOf(part('description').ar),
    descriptionEn: textOf(part('description').en),
    owner: textOf(definition.owner),
    upstream: textOf(part('connection').upstream),
    host: textOf(part('connection').host),
    preserveHost: part('connection').preserveHost !== false,
    probePath: textOf(part('probe').path) || '/',
    who: listed ? access : 'permission',
    permission: listed ? '' : access,
    bridge: textOf(signIn.bridge) || 'none',
    headers: Object.entries((signIn.headers ?? {}) as Record<string, string>)
      .map(([name, what]) => `${name}: ${what}`)
      .join('\n'),
    audience: textOf(signIn.audience),
    page: textOf(signIn.page) || emptyDraft.page,
    usernameField: textOf(signIn.usernameField) || emptyDraft.usernameField,
    passwordField: textOf(signIn.passwordField) || emptyDraft.passwordField,
    signedOut: signIn.signedOut ? textOf((signIn.signedOut as Definition).redirectTo) : emptyDraft.signedOut,
    successCookie: textOf((signIn.success as Definition | undefined)?.cookie),
    successPath: textOf((signIn.success as Definition | undefined)?.redirectTo),
    client: textOf(signIn.client),
    bar: definition.bar !== false,
    rewrite: Array.isArray(definition.rewrite) ? (definition.rewrite as string[]) : ['html'],
  };
}

/** Which field of the form a path of the definition belongs to, and on which step it stands. */
const PLACES: readonly (readonly [RegExp, keyof Draft, number])[] = [
  [/^id$/, 'id', 0],
  [/^title\.ar/, 'titleAr', 0],
  [/^title\.en/, 'titleEn', 0],
  [/^title/, 'titleAr', 0],
  [/^description\.ar/, 'descriptionAr', 0],
  [/^description/, 'descriptionEn', 0],
  [/^owner$/, 'owner', 0],
  [/^connection\.host$/, 'host', 1],
  [/^connection/, 'upstream', 1],
  [/^probe/, 'probePath', 1],
  [/^access$/, 'permission', 2],
  [/^signIn\.headers/, 'headers', 3],
  [/^signIn\.audience/, 'audience', 3],
  [/^signIn\.page/, 'page', 3],
  [/^signIn\.usernameField/, 'usernameField', 3],
  [/^signIn\.passwordField/, 'passwordField', 3],
  [/^signIn\.signedOut/, 'signedOut', 3],
  [/^signIn\.success/, 'successPath', 3],
  [/^signIn\.client/, 'client', 3],
  [/^signIn/, 'bridge', 3],
];

/** The place of a problem in the form; `null` when the form does not show the field. */
export function placeOf(path: string): { readonly field: keyof Draft; readonly step: number } | null {
  const found = PLACES.find(([pattern]) => pattern.test(path));
  return found ? { field: found[1], step: found[2] } : null;
}
