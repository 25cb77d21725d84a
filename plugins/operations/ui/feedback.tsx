import { Table } from '@amanah/ui/table';
import type { FeedbackAnswer } from '../shared/admin-answers.ts';
import { t } from './messages.ts';
import { Code, moment } from './words.tsx';

/** What visitors said of pages: those that helped least first, then their words. */
export function Feedback({ feedback: { pages, notes } }: { readonly feedback: FeedbackAnswer }) {
  return (
    <>
      <Table
        label={t('feedbackPages')}
        rows={pages}
        rowKey={(page) => page.path}
        columns={[
          {
            id: 'page',
            label: t('columnPage'),
            rowHeader: true,
            cell: (page) => (
              <a href={page.path}>
                <Code>{page.path}</Code>
              </a>
            ),
          },
          { id: 'useful', label: t('columnUseful'), numeric: true, cell: (page) => page.useful },
          { id: 'not', label: t('columnNotUseful'), numeric: true, cell: (page) => page.total - page.useful },
        ]}
      />
      <ul className="op-letters">
        {notes.map((note) => (
          <li key={`${note.path}${note.givenAt}`} className="op-card">
            <p className="op-words">
              <bdi lang={note.language}>{note.note}</bdi>
            </p>
            <p className="am-caption">
              <Code>{note.path}</Code> · {moment(note.givenAt)}
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}
