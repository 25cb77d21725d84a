import { Table } from '@amanah/ui/table';
import type { Problem } from '../shared/system-answers.ts';
import { t } from './messages.ts';
import { Code } from './words.tsx';

/** What is wrong with a definition: where, what was expected, what was found. */
export function ProblemTable({ problems }: { readonly problems: readonly Problem[] }) {
  return (
    <Table
      label={t('problemsTitle')}
      rows={problems.map((problem, index) => ({ ...problem, index }))}
      rowKey={(problem) => String(problem.index)}
      columns={[
        {
          id: 'file',
          label: t('columnFile'),
          rowHeader: true,
          cell: (problem) => <Code>{`${problem.file.split('/').at(-1)}${problem.line === null ? '' : `:${problem.line}`}`}</Code>,
        },
        { id: 'field', label: t('columnField'), cell: (problem) => (problem.field ? <Code>{problem.field}</Code> : '—') },
        { id: 'expected', label: t('columnExpected'), cell: (problem) => <Code>{problem.expected}</Code> },
        { id: 'found', label: t('columnFound'), cell: (problem) => <Code>{problem.found}</Code> },
      ]}
    />
  );
}
