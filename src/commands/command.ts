/**
 * One command of the command line (命令): a thin call into a module.
 *
 * @param args what stands after the command's name
 */
export type Command = (args: readonly string[]) => Promise<void>
