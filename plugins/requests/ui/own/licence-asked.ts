/** Answer that holds the number of a shop licence. */
export const LICENCE_FIELD = 'licenceNumber';

const isNumber = /^\d{11}$/;

/** The licence that an address asks a service for; `null` when it names none. */
export function licenceAsked(search: string): string | null {
  const number = new URLSearchParams(search).get('licence');
  return number !== null && isNumber.test(number) ? number : null;
}

/** Where a licence is renewed: the service, with its number in the address. */
export const renewalHref = (number: string): string => `/services/SRV-003/apply?licence=${number}`;
