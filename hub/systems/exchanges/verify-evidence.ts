import { calculateJwkThumbprint, compactVerify, importJWK, type JWK } from 'jose';
import { strFromU8, unzipSync } from 'fflate';
import { z } from 'zod';
import { chainHash, firstPrevious, maxKeptBytes, sha256, type ChainedRecord } from './chain-line.ts';
import { bundleFiles, bundleManifest, chainLink, signedCheckpoint, type BundleManifest, type ChainLink } from './evidence-format.ts';

/** Largest content of a bundle that is read, in bytes: a bundle made to harm must not fill the memory of who checks it. */
const longestContent = 1_000_000_000;

/** What checking a bundle found; `fault` is `null` when everything fits. */
export interface EvidenceCheck {
  readonly exchanges: readonly string[];
  readonly links: number;
  /** Thumbprint of the key that signed it: to be compared with the one that the Amanah published. */
  readonly kid: string | null;
  readonly madeAt: string | null;
  readonly fault: string | null;
}

class Fault extends Error {}

/**
 * Proves an evidence bundle by itself, without hub, database or network. With `known`, the public key that one was given before, a bundle that somebody
 * else signed is refused; without it the result only says which key signed. Never throws.
 */
export async function verifyEvidence(zip: Uint8Array, known?: JWK): Promise<EvidenceCheck> {
  const seen: { manifest: BundleManifest | null; kid: string | null; links: number } = { manifest: null, kid: null, links: 0 };
  const end = (fault: string | null): EvidenceCheck => ({
    exchanges: seen.manifest?.exchanges ?? [],
    links: seen.links,
    kid: seen.kid,
    madeAt: seen.manifest?.madeAt ?? null,
    fault,
  });
  try {
    const files = unzipped(zip);
    const key = JSON.parse(textOf(files, bundleFiles.key)) as JWK;
    seen.kid = await calculateJwkThumbprint(key);
    if (known && (await calculateJwkThumbprint(known)) !== seen.kid) throw new Fault('it is signed by another key than the one given');
    const stated = await signed(textOf(files, bundleFiles.signature), key, 'the manifest');
    const text = textOf(files, bundleFiles.manifest);
    if (stated !== text) throw new Fault('the manifest is not the one that was signed');
    seen.manifest = bundleManifest.parse(JSON.parse(text));
    checkFiles(files, seen.manifest);
    const links = parsedLines(textOf(files, bundleFiles.chain), chainLink);
    seen.links = links.length;
    checkChain(links, seen.manifest);
    await checkCheckpoints(parsedLines(textOf(files, bundleFiles.checkpoints), z.strictObject({ jws: z.string() })), links, key, seen.manifest);
    for (const id of seen.manifest.exchanges) checkExchange(id, links, files);
    return end(null);
  } catch (error) {
    return end(error instanceof Fault ? error.message : `it cannot be read: ${(error as Error).message.split('\n')[0]}`);
  }
}

function unzipped(zip: Uint8Array): Record<string, Uint8Array> {
  let content = 0;
  const files = unzipSync(zip, {
    filter: ({ originalSize }) => {
      content += originalSize;
      if (content > longestContent) throw new Fault('its content is too large');
      return true;
    },
  });
  return files;
}

function textOf(files: Record<string, Uint8Array>, name: string): string {
  const bytes = files[name];
  if (!bytes) throw new Fault(`${name} is missing`);
  return strFromU8(bytes);
}

async function signed(jws: string, key: JWK, what: string): Promise<string> {
  try {
    const { payload } = await compactVerify(jws, await importJWK(key, 'EdDSA'), { algorithms: ['EdDSA'] });
    return new TextDecoder().decode(payload);
  } catch {
    throw new Fault(`the signature of ${what} does not hold`);
  }
}

/** Every file is the one that was signed, and no other is there. */
function checkFiles(files: Record<string, Uint8Array>, manifest: BundleManifest): void {
  for (const [name, hash] of Object.entries(manifest.files)) {
    if (!files[name]) throw new Fault(`${name} is missing`);
    if (sha256(files[name]) !== hash) throw new Fault(`${name} was changed`);
  }
  const own: readonly string[] = [bundleFiles.manifest, bundleFiles.signature];
  const extra = Object.keys(files).find((name) => !(name in manifest.files) && !own.includes(name));
  if (extra !== undefined) throw new Fault(`${extra} does not belong to it`);
}

function checkChain(links: readonly ChainLink[], { chain }: BundleManifest): void {
  if (links.length !== chain.last - chain.first + 1) throw new Fault(`the chain has ${links.length} records, ${chain.last - chain.first + 1} are stated`);
  links.forEach((link, at) => {
    if (link.number !== chain.first + at) throw new Fault(`record ${chain.first + at} is missing or moved`);
    const bodyHash = link.body === undefined ? link.bodyHash : sha256(link.body);
    if (bodyHash === undefined || chainHash(link.previous, bodyHash) !== link.hash) throw new Fault(`record ${link.number} was changed`);
    const before = links[at - 1];
    if (before && before.hash !== link.previous) throw new Fault(`record ${link.number} does not follow the one before it`);
    if (link.number === 1 && link.previous !== firstPrevious) throw new Fault('the chain does not begin at its beginning');
  });
}

/** The chain shown ends, and where it does not begin with the first record begins, at a state that the hub signed at its time. */
async function checkCheckpoints(signatures: readonly { jws: string }[], links: readonly ChainLink[], key: JWK, { chain }: BundleManifest): Promise<void> {
  const numbers = new Set<number>();
  for (const { jws } of signatures) {
    const checkpoint = signedCheckpoint.parse(JSON.parse(await signed(jws, key, 'a checkpoint')));
    if (links.find(({ number }) => number === checkpoint.number)?.hash !== checkpoint.hash)
      throw new Fault(`the chain is not the one signed at ${checkpoint.at}`);
    numbers.add(checkpoint.number);
  }
  if (!numbers.has(chain.last)) throw new Fault('the end of the chain is not signed');
  if (chain.first !== 1 && !numbers.has(chain.first)) throw new Fault('the beginning of the chain is not signed');
}

function checkExchange(id: string, links: readonly ChainLink[], files: Record<string, Uint8Array>): void {
  const record = links.flatMap(({ body }) => (body === undefined ? [] : [JSON.parse(body) as ChainedRecord])).find((one) => one.id === id);
  if (!record) throw new Fault(`the record of exchange ${id} is missing`);
  for (const side of ['request', 'response'] as const) {
    const content = files[`messages/${id}.${side}`];
    const facts = record[side];
    if (content && !facts) throw new Fault(`exchange ${id} had no ${side}`);
    // A message whose retention had passed is not there; its hash still stands in the record.
    if (!content || !facts) continue;
    const whole = facts.cut ? content.length === maxKeptBytes : content.length === facts.bytes && sha256(content) === facts.sha256;
    if (!whole) throw new Fault(`the ${side} of exchange ${id} is not the one recorded`);
  }
}

function parsedLines<T>(text: string, shape: z.ZodType<T>): T[] {
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => shape.parse(JSON.parse(line)));
}
