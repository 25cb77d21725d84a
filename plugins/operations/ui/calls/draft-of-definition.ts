import { kept, ownProtocols } from './connection-draft.ts';
import { emptyCallsDraft, type CallsDraft, type ChosenOperation } from './draft-shape.ts';
import { mappingDraftOf, type Definition } from './mapping-draft.ts';

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');
const partOf = (value: unknown) => (typeof value === 'object' && value !== null ? value : {}) as Definition;

/** The draft of a system that runs: what the form shows of its definition; the rest stays in `before`. */
export function callsDraftOf(definition: Definition): CallsDraft {
  const title = partOf(definition.title);
  const { chosen, others } = operationsOf(partOf(definition.operations));
  return {
    ...emptyCallsDraft,
    protocol: textOf(definition.adapter),
    id: textOf(definition.id),
    titleAr: textOf(title.ar),
    titleEn: textOf(title.en),
    owner: textOf(definition.owner),
    ...reachedBy(textOf(definition.adapter), partOf(definition.connection)),
    chosen,
    others,
    before: definition,
  };
}

function reachedBy(protocol: string, connection: Definition): Partial<CallsDraft> {
  if (!(ownProtocols as readonly string[]).includes(protocol)) return { credential: kept, fields: connection };
  if (protocol === 'sql') return { credential: kept, url: textOf(connection.url) };
  if (protocol === 'files') {
    const folder = partOf(connection.folder);
    const [hostKey] = (folder.hostKeys as readonly string[] | undefined) ?? [];
    return {
      credential: kept,
      place: (textOf(folder.at) || 'sftp') as CallsDraft['place'],
      url: textOf(folder.url ?? folder.path ?? folder.endpoint),
      bucket: textOf(folder.bucket),
      hostKey: hostKey ?? '',
    };
  }
  const described = partOf(protocol === 'openapi' ? connection.document : connection.wsdl);
  const signsIn = protocol === 'openapi' ? connection.credentials : (connection.basic ?? connection.security);
  return {
    credential: signsIn === undefined ? 'none' : kept,
    url: textOf(described.url),
    ...(described.file === undefined ? {} : { keptFile: textOf(described.file) }),
    endpoint: textOf(protocol === 'openapi' ? partOf(connection.server).url : connection.endpoint),
  };
}

/** Operations by their name in the contract; a further one of the same name is kept as it is, since the form shows each once. */
function operationsOf(operations: Definition): Pick<CallsDraft, 'chosen' | 'others'> {
  const chosen: Record<string, ChosenOperation> = {};
  const others: Record<string, unknown> = {};
  for (const [name, given] of Object.entries(operations)) {
    const one = partOf(given);
    const from = textOf(one.from);
    if (chosen[from]) {
      others[name] = given;
      continue;
    }
    const title = partOf(one.title);
    chosen[from] = {
      from,
      name,
      titleAr: textOf(title.ar),
      titleEn: textOf(title.en),
      effect: one.effect === 'write' ? 'write' : 'read',
      input: mappingDraftOf(one.input),
      output: mappingDraftOf(one.output),
      before: one,
    };
  }
  return { chosen, others };
}
