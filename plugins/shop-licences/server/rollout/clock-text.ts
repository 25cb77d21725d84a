const parts = new Intl.DateTimeFormat('en-GB', { dateStyle: 'short', timeStyle: 'short', timeZone: 'Asia/Riyadh' });

/** A moment in the time of the country: `29/11/2026, 15:30`, read alike in both languages. */
export const clockText = (at: Date | null): string | null => (at === null ? null : parts.format(at));
