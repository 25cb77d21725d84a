import type { Language } from '@amanah/errors';
import type { CardAnswer, ServiceRow } from '../shared/answers.ts';
import type { Catalogue } from './catalogue.ts';
import type { Content, Service } from './content.ts';
import { durationWords, feeWords, isInstant, say } from './service-words.ts';

const HALALAS_IN_RIYAL = 100;
const RELATED_LIMIT = 6;
const OFFICE_CHANNELS = ['service-office', 'engineering-office'];
/** Who the "you upload" column never shows: rules.md C1, only `upload` asks for a file. */
const UPLOAD = 'upload';

/** A service as one line of a list. */
export function rowOf(service: Service, content: Content, language: Language): ServiceRow {
  return {
    code: service.code,
    name: service.name[language],
    summary: service.summary[language],
    class: service.class,
    system: nameIn(content.systems, service.system, language),
    owner: service.owner[language],
    duration: durationWords(service.duration)[language],
    fee: feeWords(service.fee)[language],
    instant: isInstant(service.duration),
    viaOffice: service.channels.includes('service-office'),
  };
}

/** Where the service is asked for today: the connected systems that take it, as config names them. */
export function connectedFor(service: Service, content: Content): Content['extra']['connected'][string] {
  return (content.extra.connected[service.system] ?? []).filter((one) => one.services.includes(service.code));
}

export function nameIn(
  list: readonly { readonly id: string; readonly name: { readonly ar: string; readonly en: string } }[],
  id: string,
  language: Language,
): string {
  return list.find((item) => item.id === id)?.name[language] ?? id;
}

type Live = Pick<CardAnswer, 'apply' | 'start' | 'rating' | 'outages' | 'downtime'>;

/** Every field of the service card (rules.md A1), with what services.json lacks derived from it or from extra.yaml. */
export function cardOf(service: Service, catalogue: Catalogue, language: Language, live: Live): CardAnswer {
  const { content } = catalogue;
  const { extra } = content;
  const names = (list: Parameters<typeof nameIn>[0], ids: readonly string[]) => ids.map((id) => nameIn(list, id, language));
  const quiet = extra.quietServices.includes(service.code);
  return {
    code: service.code,
    path: `/services/${service.code}`,
    name: service.name[language],
    summary: service.summary[language],
    class: service.class,
    className: nameIn(content.classes, service.class, language),
    system: nameIn(content.systems, service.system, language),
    audiences: names(content.audiences, service.audiences),
    channels: names(content.channels, service.channels),
    lifeEvents: names(content.lifeEvents, service.lifeEvents),
    owner: service.owner[language],
    ownerUnit: service.owner.unit,
    signIn: service.authentication !== 'none',
    instant: isInstant(service.duration),
    electronicOnly: !service.channels.some((channel) => OFFICE_CHANNELS.includes(channel)),
    duration: durationWords(service.duration)[language],
    ...feeOf(service, language),
    prerequisites: service.prerequisites.map((text) => text[language]),
    legalBasis: service.legalBasis.map((text) => text[language]),
    parties: names(content.externalParties, service.externalParties),
    ...documentsOf(service, content, language),
    steps: service.steps.map((step) => ({
      text: step[language],
      actor: step.actor,
      who: say(language, `actor_${step.actor}`),
      you: step.actor === 'beneficiary',
    })),
    faq: [...(extra.faq.systems[service.system] ?? []), ...(quiet ? [] : (extra.faq.classes[service.class] ?? []))].map(({ q, a }) => ({
      question: q[language],
      answer: a[language],
    })),
    related: catalogue.related(service, RELATED_LIMIT).map((other) => rowOf(other, content, language)),
    languages: extra.languages,
    serviceLevelPath: extra.serviceLevelPath,
    support: { phone: extra.support.phone, note: extra.support.note[language], unit: service.owner[language] },
    updated: extra.updated > content.meta.generated ? extra.updated : content.meta.generated,
    quiet,
    condolence: quiet ? say(language, 'condolence') : null,
    ...live,
  };
}

function feeOf({ fee }: Service, language: Language): Pick<CardAnswer, 'fee' | 'feeNote' | 'feeIllustrative' | 'feeLines' | 'feeTotalHalalas'> {
  const lines =
    fee.amount === 0
      ? []
      : [{ name: say(language, fee.basis === 'formula' ? 'feeRate' : 'feeLine'), formula: fee.note[language], halalas: fee.amount * HALALAS_IN_RIYAL }];
  return {
    fee: feeWords(fee)[language],
    feeNote: fee.note[language],
    feeIllustrative: fee.illustrative,
    feeLines: lines,
    feeTotalHalalas: fee.basis === 'formula' ? null : fee.amount * HALALAS_IN_RIYAL,
  };
}

function documentsOf(service: Service, content: Content, language: Language): Pick<CardAnswer, 'fetched' | 'uploaded'> {
  const from = (source: string) => {
    const [kind, party = ''] = source.split(':');
    const name = nameIn(content.externalParties, party, language);
    if (kind === 'internal') return say(language, 'sourceInternal');
    if (kind === 'form') return say(language, 'sourceForm');
    return say(language, kind === 'reuse' ? 'sourceReused' : 'sourceFetched', { party: name });
  };
  const lines = service.requiredDocuments.map((document) => ({ source: document.source, name: document[language], mandatory: document.mandatory }));
  const mandatoryWords = (mandatory: boolean) => say(language, mandatory ? 'documentMandatory' : 'documentOptional');
  return {
    fetched: lines.filter((line) => line.source !== UPLOAD).map(({ name, source, mandatory }) => ({ name, mandatory, from: from(source) })),
    uploaded: lines.filter((line) => line.source === UPLOAD).map(({ name, mandatory }) => ({ name, mandatory, from: mandatoryWords(mandatory) })),
  };
}
