import { Button, EmptyState, FilterField, Notice, Tag } from '@amanah/ui';
import { Checkbox, TextField } from '@amanah/ui/fields';
import { Select } from '@amanah/ui/select';
import { useMemo, useState } from 'react';
import type { DiscoveryAnswer, OfferedOperation } from '../../shared/connect-answers.ts';
import { t } from '../messages.ts';
import { Code } from '../words.tsx';
import { chosenOf } from './calls-draft.ts';
import type { CallsDraft, ChosenOperation } from './draft-shape.ts';
import { FieldList } from './field-list.tsx';
import { MappingEditor } from './mapping-editor.tsx';
import { schemaFields } from './schema-fields.ts';

/** A contract may offer hundreds; so many are drawn at once, the rest is found by the filter. */
const mostShown = 60;

interface OperationsStepProps {
  readonly contract: NonNullable<DiscoveryAnswer['contract']>;
  readonly draft: CallsDraft;
  readonly change: (part: Partial<CallsDraft>) => void;
}

/** What the system offers: chosen, named in both languages, mapped. What cannot be called says why. */
export function OperationsStep({ contract, draft, change }: OperationsStepProps) {
  const [typed, setTyped] = useState('');
  const wanted = typed.trim().toLowerCase();
  const found = contract.operations.filter(({ name, summary, group }) => `${name} ${summary ?? ''} ${group ?? ''}`.toLowerCase().includes(wanted));
  const set = (from: string, chosen: ChosenOperation | null) => {
    const { [from]: _before, ...others } = draft.chosen;
    change({ chosen: chosen ? { ...draft.chosen, [from]: chosen } : others });
  };
  const unusable = contract.operations.filter(({ problems }) => problems.length > 0).length;
  return (
    <>
      <Notice tone={unusable > 0 || contract.problems.length > 0 ? 'warn' : 'success'} title={t('callsFound', { count: contract.operations.length })}>
        <p>
          <Code>{[contract.kind, contract.version].filter(Boolean).join(', ')}</Code>
        </p>
        {unusable > 0 && <p>{t('callsUnusable', { count: unusable })}</p>}
        <Problems problems={contract.problems} />
      </Notice>
      <Gone contract={contract} draft={draft} onLeave={(from) => set(from, null)} />
      {Object.keys(draft.others).length > 0 && (
        <Notice title={t('callsOthers', { names: Object.keys(draft.others).join('، ') })}>{t('callsOthersText')}</Notice>
      )}
      <FilterField label={t('callsFind')} value={typed} onChange={setTyped} />
      {found.length === 0 && <EmptyState icon="search-x" title={t('callsNone')} />}
      <ul className="op-offers">
        {found.slice(0, mostShown).map((offered) => (
          <Offer key={offered.name} offered={offered} chosen={draft.chosen[offered.name]} onChange={(chosen) => set(offered.name, chosen)} draft={draft} />
        ))}
      </ul>
      {found.length > mostShown && <p className="am-caption">{t('callsMore', { count: found.length - mostShown })}</p>}
    </>
  );
}

interface OfferProps {
  readonly offered: OfferedOperation;
  readonly chosen: ChosenOperation | undefined;
  readonly draft: CallsDraft;
  readonly onChange: (chosen: ChosenOperation | null) => void;
}

function Offer({ offered, chosen, draft, onChange }: OfferProps) {
  const change = (part: Partial<ChosenOperation>) => chosen && onChange({ ...chosen, ...part });
  const [input, output] = [useMemo(() => schemaFields(offered.input), [offered]), useMemo(() => schemaFields(offered.output), [offered])];
  return (
    <li className="op-offer">
      <Checkbox disabled={offered.problems.length > 0} checked={chosen !== undefined} onChange={(on) => onChange(on ? chosenOf(offered, draft) : null)}>
        <Code>{offered.name}</Code> <Tag>{t(`effect_${offered.effect}`)}</Tag>
        {offered.summary && <bdi className="am-caption op-offer__words">{offered.summary}</bdi>}
      </Checkbox>
      <Problems problems={offered.problems} />
      {chosen && (
        <div className="op-fields op-offer__more">
          <FieldList label={t('fieldsInput')} fields={input} />
          <FieldList label={t('fieldsOutput')} fields={output} />
          <TextField type="url" label={t('callsName')} hint={t('callsNameHint')} value={chosen.name} onChange={(name) => change({ name })} />
          <div className="op-pair">
            <TextField label={t('titleAr')} value={chosen.titleAr} onChange={(titleAr) => change({ titleAr })} />
            <TextField label={t('titleEn')} value={chosen.titleEn} onChange={(titleEn) => change({ titleEn })} />
          </div>
          <Select
            label={t('columnEffect')}
            options={(['read', 'write'] as const).map((id) => ({ id, label: t(`effect_${id}`) }))}
            value={chosen.effect}
            onChange={(effect) => change({ effect: effect === 'write' ? 'write' : 'read' })}
          />
          <MappingEditor side="input" label={t('mappingInput')} fields={input} mapping={chosen.input} onChange={(mapping) => change({ input: mapping })} />
          <MappingEditor side="output" label={t('mappingOutput')} fields={output} mapping={chosen.output} onChange={(mapping) => change({ output: mapping })} />
        </div>
      )}
    </li>
  );
}

interface GoneProps {
  readonly contract: OperationsStepProps['contract'];
  readonly draft: CallsDraft;
  readonly onLeave: (from: string) => void;
}

/** Operations that were chosen once and that the system does not offer any more. */
function Gone({ contract, draft, onLeave }: GoneProps) {
  const offered = new Set(contract.operations.map(({ name }) => name));
  const gone = Object.values(draft.chosen).filter(({ from }) => !offered.has(from));
  if (gone.length === 0) return null;
  return (
    <Notice tone="danger" title={t('callsGone')}>
      <ul className="op-problems">
        {gone.map(({ from, name }) => (
          <li key={from}>
            <Code>{`${name} (${from})`}</Code>{' '}
            <Button tone="quiet" size="small" icon="trash-2" onClick={() => onLeave(from)}>
              {t('callsLeaveOut')}
            </Button>
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function Problems({ problems }: { readonly problems: OfferedOperation['problems'] }) {
  if (problems.length === 0) return null;
  return (
    <ul className="op-problems">
      {problems.slice(0, 20).map(({ kind, place, found }) => (
        <li key={`${kind} ${place} ${found}`}>
          {t(`contractProblem_${kind}`)} <Code>{`${place}: ${found}`}</Code>
        </li>
      ))}
    </ul>
  );
}
