import { AdapterError, type ContractProblem } from '@amanah/adapter-api';
import type { Bounds } from '../config.ts';
import type { SeenColumns } from '../contract/kind-operations.ts';
import type { Folder, FolderFile } from '../folder/folder.ts';
import type { Kind } from '../kind.ts';
import { sameName } from '../rows/columns.ts';
import { readRows } from '../rows/read-rows.ts';

/** Rows that are held against a kind. */
const sampleRows = 200;

/** Holds the beginning of a file against its kind: which columns are missing, which nobody takes, and whether any row fits. */
export async function sampleKind(
  folder: Folder,
  file: FolderFile,
  kind: Kind,
  bounds: Bounds,
  signal: AbortSignal,
): Promise<{ readonly seen: SeenColumns; readonly problems: readonly ContractProblem[] }> {
  let headings: readonly string[] | null = null;
  let good = 0;
  let bad: { line: number; reasons: readonly { field: string; expected: string; found: string }[] } | null = null;
  const problems: ContractProblem[] = [];
  try {
    for await (const { rows, rejected } of readRows(
      folder.read(file.path, signal),
      kind,
      { ...bounds, rejectedRows: Infinity },
      (seen) => (headings = seen.map(sameName)),
    )) {
      good += rows.length;
      bad ??= rejected[0] ?? null;
      if (good > 0 || rejected.length > sampleRows) break;
    }
  } catch (error) {
    if (!(error instanceof AdapterError) || !['contract-violation', 'too-large'].includes(error.outcome)) throw error;
    problems.push({ kind: 'unreadable', place: file.path, found: error.message });
  }
  const wrong = good === 0 ? (bad?.reasons ?? []) : [];
  for (const { field, expected, found } of wrong)
    problems.push({ kind: 'invalid', place: `${file.path}:${bad!.line} ${field}`, found: `expected ${expected}, found "${found}"` });
  return {
    seen: columnsSeen(
      kind,
      headings,
      wrong.map(({ field }) => field),
    ),
    problems,
  };
}

function columnsSeen({ fields }: Kind, headings: readonly string[] | null, wrong: readonly string[]): SeenColumns {
  if (!headings) return { missing: wrong, untaken: [] };
  const taken = new Map(
    Object.entries(fields).map(([name, { from }]) => [name, typeof from === 'number' ? sameName(headings[from - 1] ?? '') : sameName(from ?? name)]),
  );
  const names = new Set(taken.values());
  return {
    missing: [...taken].filter(([name, heading]) => !headings.includes(heading) || wrong.includes(name)).map(([name]) => name),
    untaken: headings.filter((heading) => heading !== '' && !names.has(heading)),
  };
}
