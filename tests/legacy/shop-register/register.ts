import { licencesOf, type Licence, type LicenceState } from '../shop-licences/licences.ts';
import { municipalities } from '../shop-licences/municipalities.ts';

/** Codes of states in the register's table. */
export const stateCodes: readonly LicenceState[] = ['سارية', 'منتهية', 'موقوفة', 'ملغاة'];

export interface Change {
  readonly sequence: number;
  readonly number: string;
  readonly kind: 'renewed' | 'state-changed' | 'scan-added';
  /** Hijri, as text. */
  readonly on: string;
  /** Of the licence, after it. */
  readonly state: LicenceState;
}

/** Renewal fees in halalas. */
export interface RenewalFees {
  readonly years: number;
  readonly activity: number;
  readonly sign: number;
  readonly waste: number;
  readonly late: number;
}

/** Why the register does not do what it is asked. */
export class RegisterRefusal extends Error {
  readonly code: string;
  constructor(code: string, text: string) {
    super(text);
    this.code = code;
  }
}

/** The register of shop licences of Khobar: Hijri dates as text, a table of codes, a counter of changes. */
export class Register {
  readonly changes: Change[] = [];
  readonly scans = new Map<string, { contentType: string; bytes: Buffer }>();
  readonly #licences: Map<string, Licence>;
  readonly #today: () => string;

  constructor(today: () => string = hijriToday) {
    this.#today = today;
    this.#licences = new Map(licencesOf(municipalities.khobar).map((licence) => [licence.number, licence]));
  }

  /** @throws RegisterRefusal */
  licence(number: string): Licence {
    const licence = this.#licences.get(number);
    if (!licence) throw new RegisterRefusal('ROKHSA-404', 'لا توجد رخصة بهذا الرقم');
    return licence;
  }

  /** Licences that fit all terms given; shop names by a part of them. */
  find(terms: { nationalId?: string; register?: string; shop?: string; district?: string; state?: number }): readonly Licence[] {
    const same = (term: string | undefined, value: string) => term === undefined || term === value;
    return [...this.#licences.values()].filter(
      (one) =>
        same(terms.nationalId, one.nationalId) &&
        same(terms.register, one.register) &&
        same(terms.district, one.district) &&
        (terms.shop === undefined || one.shop.includes(terms.shop)) &&
        (terms.state === undefined || stateCodes[terms.state - 1] === one.state),
    );
  }

  /** Dues by the year; what an expired licence is late with counts by the month. @throws RegisterRefusal */
  renewalFees(number: string, years: number): RenewalFees {
    const { fees, expires, state } = this.#renewable(number, years);
    const late = state === 'منتهية' ? Math.round((fees.activity * 100 * monthsBetween(expires, this.#today())) / 12) : 0;
    return { years, activity: fees.activity * 100 * years, sign: fees.sign * 100 * years, waste: fees.waste * 100 * years, late };
  }

  /** @throws RegisterRefusal */
  renew(number: string, years: number): Licence {
    const licence = this.#renewable(number, years);
    const from = licence.state === 'منتهية' ? this.#today() : licence.expires;
    const [year = '', ...rest] = from.split('/');
    const day = rest[1] === '30' ? [rest[0], '29'] : rest;
    return this.#change({ ...licence, state: 'سارية', expires: [Number(year) + years, ...day].join('/') }, 'renewed');
  }

  /** @throws RegisterRefusal */
  changeState(number: string, code: number): Licence {
    const licence = this.licence(number);
    if (licence.state === 'ملغاة') throw new RegisterRefusal('ROKHSA-CANCELLED', 'الرخصة ملغاة ولا تتغير حالتها');
    return this.#change({ ...licence, state: stateCodes[code - 1] ?? licence.state }, 'state-changed');
  }

  addScan(number: string, scan: { contentType: string; bytes: Buffer }): void {
    this.scans.set(number, scan);
    this.#change(this.licence(number), 'scan-added');
  }

  #renewable(number: string, years: number): Licence {
    const licence = this.licence(number);
    if (licence.state === 'ملغاة') throw new RegisterRefusal('ROKHSA-CANCELLED', 'الرخصة ملغاة فلا تُجدد');
    if (licence.state === 'موقوفة') throw new RegisterRefusal('ROKHSA-SUSPENDED', 'الرخصة موقوفة؛ تُرفع أسباب الإيقاف أولاً');
    if (years < 1 || years > 3) throw new RegisterRefusal('YEARS', 'مدة التجديد من سنة إلى ثلاث سنوات');
    return licence;
  }

  #change(licence: Licence, kind: Change['kind']): Licence {
    this.#licences.set(licence.number, licence);
    this.changes.push({ sequence: this.changes.length + 1, number: licence.number, kind, on: this.#today(), state: licence.state });
    return licence;
  }
}

/** Today by Umm al-Qura, as the register writes dates. */
export function hijriToday(now = new Date()): string {
  const parts = new Intl.DateTimeFormat('en-u-ca-islamic-umalqura-nu-latn', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    timeZone: 'Asia/Riyadh',
  }).formatToParts(now);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year')}/${part('month')}/${part('day')}`;
}

function monthsBetween(from: string, to: string): number {
  const months = (date: string) => {
    const [year = 0, month = 0] = date.split('/').map(Number);
    return year * 12 + month;
  };
  return Math.max(0, months(to) - months(from));
}
