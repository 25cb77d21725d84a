/** A place in a park that can be booked. */
export interface Facility {
  readonly id: string;
  readonly name: { readonly ar: string; readonly en: string };
  readonly park: { readonly ar: string; readonly en: string };
  readonly places: number;
}

export const facilities: readonly Facility[] = [
  { id: 'court-1', name: { ar: 'ملعب كرة السلة', en: 'Basketball court' }, park: { ar: 'حديقة الملك فهد بالدمام', en: 'King Fahd Park, Dammam' }, places: 20 },
  {
    id: 'shelter-4',
    name: { ar: 'مظلة عائلية 4', en: 'Family shelter 4' },
    park: { ar: 'حديقة الأمير محمد بن فهد', en: 'Prince Mohammed bin Fahd Park' },
    places: 12,
  },
  { id: 'stage', name: { ar: 'المسرح المفتوح', en: 'Open-air stage' }, park: { ar: 'كورنيش الخبر', en: 'Khobar Corniche' }, places: 200 },
];

/** Bookings by subject, in memory. */
export class Bookings {
  readonly #of = new Map<string, Set<string>>();

  book(subject: string, facilityId: string): boolean {
    if (!facilities.some((one) => one.id === facilityId)) return false;
    const mine = this.#of.get(subject) ?? new Set<string>();
    this.#of.set(subject, mine.add(facilityId));
    return true;
  }

  of(subject: string): readonly Facility[] {
    return facilities.filter((one) => this.#of.get(subject)?.has(one.id));
  }
}
