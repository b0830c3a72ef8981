/** A command was used wrongly, or cannot do what it was asked: one sentence for whoever typed it. */
export class CommandError extends Error {
  override name = 'CommandError'
}
