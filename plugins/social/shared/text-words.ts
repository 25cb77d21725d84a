interface AnyNode {
  readonly type: string;
  readonly text?: string | undefined;
  readonly content?: readonly AnyNode[] | undefined;
}

/** The words alone, blocks on lines of their own: for search, summaries, networks. */
export function plainTextOf(node: AnyNode): string {
  if (node.type === 'text') return node.text ?? '';
  if (node.type === 'hard_break') return '\n';
  const within = (node.content ?? []).map(plainTextOf);
  return ['paragraph', 'heading'].includes(node.type) ? within.join('') : within.filter((words) => words !== '').join('\n');
}

/** Whether nothing stands in it that a reader would see. */
export function isEmptyText(document: AnyNode): boolean {
  return plainTextOf(document).trim() === '' && !(document.content ?? []).some(({ type }) => type === 'picture' || type === 'programme' || type === 'frame');
}
