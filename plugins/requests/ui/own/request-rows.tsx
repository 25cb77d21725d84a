import { Button, Icon, Identifier, StatusPill, formatDualDate, formatMoment, type IconName, type Row } from '@amanah/ui';
import type { DraftLine, RequestLine } from '../../shared/answers/request-answers.ts';
import { t } from '../forms/messages.ts';

/** A request in the list: what is asked for, where it stands, and by when it is done. */
export function requestRow(line: RequestLine): Row {
  return {
    id: line.number,
    start: <Icon name={iconOf(line)} size="lg" />,
    title: line.service.name,
    href: `/requests/${line.number}`,
    meta: [
      <Identifier key="number" value={line.number} />,
      ...(line.beneficiary ? [line.beneficiary] : []),
      line.ended ? t('lineEnded', { date: formatDualDate(line.changedAt) }) : t('lineSubmitted', { date: formatDualDate(line.submittedAt) }),
      ...(!line.ended && line.dueAt ? [t('lineDue', { date: formatDualDate(line.dueAt) })] : []),
    ],
    end: <StatusPill tone={line.state.tone}>{line.state.title}</StatusPill>,
  };
}

function iconOf({ ended, waitsForYou, state }: RequestLine): IconName {
  if (waitsForYou) return 'bell-ring';
  if (!ended) return 'clock';
  return state.tone === 'success' ? 'file-check' : 'archive';
}

/** A draft in the same list. */
export function draftRow(draft: DraftLine, onDiscard: () => void): Row {
  const { id, number, service, changedAt } = draft;
  return {
    id,
    start: <Icon name="pencil" size="lg" />,
    title: service.name,
    href: `/services/${service.code}/apply?draft=${id}`,
    meta: [<Identifier key="number" value={number} />, t('draftChanged', { time: formatMoment(changedAt) })],
    end: (
      <>
        <StatusPill tone="neutral" icon="pencil">
          {t('lineDraft')}
        </StatusPill>
        <Button tone="quiet" size="small" icon="trash-2" aria-label={t('draftDiscardNamed', { number })} onClick={onDiscard}>
          {t('draftDiscard')}
        </Button>
      </>
    ),
  };
}
