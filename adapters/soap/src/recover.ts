/** Does work; an error of the expected class is turned into something else, any other is passed on. */
export function recover<T, E extends Error>(expected: new (...given: never[]) => E, work: () => T, turn: (error: E) => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof expected) return turn(error);
    throw error;
  }
}
