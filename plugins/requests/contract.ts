import type { Actor, Bilingual, Call, Capacity, ServiceToken } from '@amanah/plugin-api';

/** A request as other plugins see it. */
export interface RequestRecord {
  readonly number: string;
  /** Code of the service, `SRV-001`. */
  readonly service: string;
  readonly procedure: string;
  /** Unit that decides. */
  readonly unit: string;
  /** Who it is for: `person:<account id>` or `establishment:<unified number>`. */
  readonly beneficiary: string;
  readonly person: { readonly id: string; readonly name: { readonly ar: string; readonly en: string }; readonly nationalId: string | null };
  /** In which role the person submitted it. */
  readonly capacity: Capacity;
  readonly answers: Readonly<Record<string, unknown>>;
  /** What operations found out: fees, checks, references. Conditions of the procedure see them. */
  readonly facts: Readonly<Record<string, unknown>>;
  readonly state: string;
  readonly submittedAt: Date;
}

/** A step that a job carries out. */
export interface OutsideWork {
  readonly request: RequestRecord;
  readonly step: string;
  readonly operation: string;
  /** The same for each attempt of one visit of the step: what the work writes elsewhere is written once by it. */
  readonly key: string;
  /** The step that this one undoes, when a request was withdrawn. */
  readonly undoes?: string;
}

export interface OutsideOutcome {
  /** What the next gateway asks for. */
  readonly decision?: string;
  /** Merged into the request's facts. */
  readonly facts?: Readonly<Record<string, unknown>>;
  /** An error of the procedure, by its code: caught at the step's border; where nothing catches it, the step waits and an operator is told. Not for what may work later. */
  readonly error?: string;
}

/** Operations of procedures, carried out by the plugin that owns what they are about. */
export interface ProcedureOperations {
  /**
   * Says whose a record is, so that a request about it is decided there; to be called in `setup`. `find` is asked with the answer of that name and gives the unit,
   * `null` for a record it does not know.
   */
  offerOwner(answer: string, find: (value: string) => Promise<string | null>): void;
  /**
   * Says when decisions were made that may be objected to; to be called in `setup`. `find` is asked with the number that the objector named and whom the objection is
   * for, and gives the day on which the decision was told (ISO), `null` for what it does not know or what is somebody else's.
   */
  offerDecisions(find: (reference: string, beneficiary: string) => Promise<string | null>): void;
  /**
   * Offers an operation; to be called in `setup`. `carryOut` is asked again with the same key after a crash or when it throws, with growing pauses, and is to do
   * its work once. Without a result the step is simply done.
   */
  offer(operation: string, carryOut: (work: OutsideWork, call: Call) => Promise<OutsideOutcome | undefined>): void;
}

export const procedureOperations: ServiceToken<ProcedureOperations> = { plugin: 'requests', name: 'procedure-operations' };

/** A line of what a source gave, in both languages. */
export interface SourceItem {
  readonly term: Bilingual;
  readonly value: string | Bilingual;
  /** An identifier keeps its direction, a date is shown in both calendars. */
  readonly kind?: 'identifier' | 'date';
}

/** What the source of a fetched document gave. */
export type SourceAnswer =
  | {
      readonly state: 'fetched';
      readonly at: string;
      readonly items: readonly SourceItem[];
      /** For the procedure's operations. */ readonly data: Readonly<Record<string, unknown>>;
      /** What the fee is reckoned by beside the answers, as the tariff names it: nothing that says whose it is. */
      readonly figures?: Readonly<Record<string, unknown>>;
      /** Answers of the form that the register knows: filled in where nothing is written, and the person's to change. */
      readonly proposes?: Readonly<Record<string, unknown>>;
    }
  /** It cannot be asked, or has nothing and the person may go on by an upload, as `why` says. */
  | { readonly state: 'unavailable'; readonly since: string; readonly why?: Bilingual }
  /** It has none that would do; `why` says what stands against it, and what to do. */
  | { readonly state: 'none'; readonly why?: Bilingual };

/** What a source is asked with. */
export interface SourceQuestion {
  /** Code of the document in the catalogue. */
  readonly document: string;
  /** Code of the service that is asked for. */
  readonly service: string;
  readonly actor: Actor;
  /** What is written in the form so far; nothing of it has been checked. */
  readonly answers: Readonly<Record<string, unknown>>;
  readonly language: 'ar' | 'en';
  readonly signal: AbortSignal;
}

/** Registers that hold documents of the catalogue; one that nobody offers counts as away, so that the person goes on by an upload. */
export interface DocumentSources {
  /** Offers to fetch documents, by their codes; to be called in `setup`. What it throws counts as away. */
  offer(documents: readonly string[], fetch: (question: SourceQuestion) => Promise<SourceAnswer>): void;
}

export const documentSources: ServiceToken<DocumentSources> = { plugin: 'requests', name: 'document-sources' };

/** What an enquiry is answered with: lines of a record, in both languages. */
export interface EnquiryAnswer {
  readonly lines: readonly { readonly term: Bilingual; readonly value: string | Bilingual; readonly kind?: 'identifier' | 'date' | 'money' }[];
  /** A page of the portal that says more. */
  readonly to?: string;
}

/** Answers to enquiries, given by the plugin that has the register. */
export interface EnquiryAnswers {
  /** To be called in `setup`; `service` is its id in the catalogue. `null`: there is no such record. What it throws goes to a person to answer. */
  offer(service: string, answer: (request: RequestRecord, call: Call) => Promise<EnquiryAnswer | null>): void;
}

export const enquiryAnswers: ServiceToken<EnquiryAnswers> = { plugin: 'requests', name: 'enquiry-answers' };

/** Who pays: a person by national id, or an establishment by unified number. */
export type Payer = { readonly nationalId: string } | { readonly unifiedNumber: string };

/** What somebody owes, or owed. */
export interface Due {
  readonly id: string;
  readonly billNumber: string | null;
  readonly state: 'issuing' | 'unpaid' | 'partly-paid' | 'paid' | 'cancelled' | 'expired' | 'refunded';
  /** Riyals with two decimals. */
  readonly total: string;
  /** ISO day. */
  readonly dueOn: string;
}

export interface NewFine {
  /** The same fine asked for again is the same one. */
  readonly key: string;
  readonly request: string;
  readonly unit: string;
  readonly payer: Payer;
  readonly payerName: Bilingual;
  readonly title: Bilingual;
  readonly lines: readonly {
    readonly code: string;
    readonly title: Bilingual;
    readonly amount: string;
    readonly reckoning: Bilingual;
    readonly source: string;
  }[];
  readonly total: string;
  readonly dueOn: string;
}

/** What requests ask of whoever keeps invoices. */
export interface Dues {
  /** What a payer owes past its day: what blocks a new request (check C12). */
  unpaidOf(payer: Payer): Promise<readonly Due[]>;
  ofRequest(request: string): Promise<readonly Due[]>;
  /** Issues a fine, which stays to be paid when its day has passed. @throws what the biller answers; ask again with the same key */
  fine(fine: NewFine): Promise<Due>;
  /** Cancels what is unpaid, and opens a refund case for what was paid. */
  cancel(id: string, reason: string): Promise<Due>;
  /** Moves the day by which what is unpaid is to be paid; what is paid or has ended stays as it is. */
  changeDue(id: string, dueOn: string): Promise<Due>;
  /** Opens a refund case for a part of what was paid, because the sum was lowered afterwards: once for each. */
  giveBack(id: string, amount: string): Promise<void>;
}

/** Where whoever keeps invoices offers itself; to be called in `setup`. */
export interface DuesDesk {
  offer(dues: Dues): void;
}

export const duesDesk: ServiceToken<DuesDesk> = { plugin: 'requests', name: 'dues' };

/** A message that a procedure waits for, such as `payment-received`. */
export interface RequestMessage {
  readonly request: string;
  readonly message: string;
  /** The same message told again changes nothing. */
  readonly key: string;
  readonly facts?: Readonly<Record<string, unknown>>;
  /** What the next gateway asks for. */
  readonly decision?: string;
}

export interface Requests {
  find(number: string): Promise<RequestRecord | null>;
  /** Tells a request's procedure a message. One that nobody waits for yet is kept until it does. @throws REQUESTS_UNKNOWN */
  tell(message: RequestMessage): Promise<void>;
  /**
   * Takes back the permits in force that were issued for a licence which has been cancelled: their codes say so from now on, and their holders are told why. Asked again it
   * changes nothing. Resolves to the numbers of their requests.
   */
  revokePermits(licence: string, reason: Bilingual): Promise<readonly string[]>;
  /** Working days of the Amanah (ISO days), from a day on. */
  workingDays(from: string, count: number): readonly string[];
}

export const requests: ServiceToken<Requests> = { plugin: 'requests', name: 'requests' };

/** Which services of the catalogue can be asked for in the portal; answers from memory. */
export interface TakenServices {
  /** Portal path where a request for the service begins, by its code; `null` for one that is not taken here. */
  startOf(code: string): string | null;
}

export const takenServices: ServiceToken<TakenServices> = { plugin: 'requests', name: 'taken-services' };

/** Kinds of what happens to requests, emitted as `requests.<type>` with the request's number as subject. */
export interface RequestEvents {
  /** Someone submitted it. */
  'request.submitted': RequestHappening;
  /** Its state changed. */
  'request.changed': RequestHappening;
  'request.ended': RequestHappening & { readonly ending: string };
  /** A committee has decided an objection; whoever made the decision objected to carries it out. */
  'objection.decided': {
    readonly number: string;
    readonly service: string;
    readonly outcome: 'accepted' | 'amended' | 'rejected';
    /** The same objection decided is told with the same key. */
    readonly key: string;
    readonly answers: Readonly<Record<string, unknown>>;
    /** Whom the objection is for. */
    readonly beneficiary: string;
  };
}

export interface RequestHappening {
  readonly number: string;
  readonly service: string;
  readonly unit: string;
  readonly state: string;
  readonly personId: string;
}
