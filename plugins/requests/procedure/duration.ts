const duration = /^P(?=[\dT])(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?$/;
const date = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?$/;

/** An ISO 8601 duration such as `P30D` or `PT4H`. */
export const isDuration = (text: string): boolean => duration.test(text);

/** What a timer may wait for: an ISO 8601 duration, or a date with or without a time. */
export const isDue = (text: string): boolean => isDuration(text) || (date.test(text) && !Number.isNaN(Date.parse(text)));
