/** A command was used wrongly, or cannot do what it was asked: one sentence for whoever typed it. */
export class CommandError extends Error {
  override name = 'CommandError'
}

/**
 * One command of the command line (命令): a thin call into a module.
 *
 * @param args what stands after the command's name
 */
export type Command = (args: readonly string[]) => Promise<void>
