/** A command was given what it does not take; the message says what, in one line. */
export class ArgumentsRefused extends Error {
  override readonly name = 'ArgumentsRefused';
}
