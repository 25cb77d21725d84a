import type { IncomingFile, IntakeOutcome } from '@amanah/adapter-api';
import iconv from 'iconv-lite';
import type { FilesConfig } from '../config.ts';
import type { Folder } from '../folder/folder.ts';
import { splitPath } from '../folder/safe-path.ts';
import { donePath } from './done-name.ts';

/** Moves a file to where done or bad ones go, then tells its sender; whoever reads the acknowledgement finds the folder as it will stay. */
export async function settleFile(
  folder: Folder,
  { settle, acknowledge, whole }: Pick<FilesConfig, 'settle' | 'acknowledge' | 'whole'>,
  file: IncomingFile,
  outcome: IntakeOutcome,
  signal: AbortSignal,
): Promise<void> {
  if (settle.by === 'move') {
    const directory = outcome.taken || outcome.reason === 'seen' ? settle.done : settle.bad;
    const listed = { path: file.path, bytes: file.bytes, modifiedAt: Date.parse(file.modifiedAt) };
    // Another file of that name has come: it is not this one, and the next look finds it.
    const moved = await folder.move(listed, donePath(directory, file.path, outcome.hash), signal);
    if (moved !== 'changed' && whole.by === 'marker') await folder.remove(file.path + whole.suffix, signal);
  }
  if (!acknowledge) return;
  const values: Readonly<Record<string, string>> = {
    name: splitPath(file.path).name,
    hash: outcome.hash,
    outcome: outcome.taken ? 'taken' : outcome.reason,
    rows: outcome.taken ? String(outcome.rows) : '0',
    rejected: outcome.taken ? String(outcome.rejected) : '0',
    detail: !outcome.taken && outcome.reason === 'unreadable' ? outcome.detail.replace(/\s+/g, ' ') : '',
  };
  const fill = (template: string) => template.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
  await folder.write(fill(acknowledge.name), iconv.encode(fill(acknowledge.text), acknowledge.encoding), { replace: true }, signal);
}
