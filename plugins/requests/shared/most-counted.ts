/** Counts of the inbox go so far; one more stands for "more than that". */
export const mostCounted = 500;
