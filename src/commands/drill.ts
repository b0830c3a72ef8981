import { CommandError } from '../command-error.ts'
import { drillData, drillText } from '../drill/print/print-drill.ts'
import { readDrill } from '../drill/read-drill.ts'
import { runDrill } from '../drill/run-drill.ts'
import { drillJsonSchema } from '../drill/schema.ts'
import type { Command } from './command.ts'

const USAGE = `usage: npm run drill -- NAME [--json]
  NAME      a drill in the folder drills, or the path of a JSON or YAML file
  --json    everything as data
  --schema  print the JSON Schema of drill files`

/** Exit status of a drill whose promises were not all kept, and of one that was broken off. */
const BROKEN = 1
const BROKEN_OFF = 130

/**
 * Replays a story in simulated time against its own throw-away database, over HTTP, and tells what the service did.
 */
export const run: Command = async (args) => {
  process.stdout.on('error', sayUnlessClosed)
  if (args.length === 1 && args[0] === '--schema') {
    process.stdout.write(`${JSON.stringify(drillJsonSchema(), null, 2)}\n`)
    return
  }
  const asData = args.includes('--json')
  const [name, ...more] = args.filter((arg) => arg !== '--json')
  if (name === undefined || name.startsWith('-') || more.length > 0) throw new CommandError(USAGE)
  const drill = await readDrill(name)
  const abort = new AbortController()
  const stop = () => abort.abort(new CommandError('the drill was broken off; nothing of it is left'))
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  try {
    const result = await runDrill(drill, abort.signal)
    process.stdout.write(asData ? `${JSON.stringify(drillData(result), null, 2)}\n` : drillText(result))
    if (!result.isKept) process.exitCode = BROKEN
  } catch (error) {
    if (!abort.signal.aborted) throw error
    process.stderr.write('the drill was broken off; nothing of it is left\n')
    process.exitCode = BROKEN_OFF
  } finally {
    process.removeListener('SIGINT', stop)
    process.removeListener('SIGTERM', stop)
  }
}

/** Whoever reads only the beginning (`| head`) has seen enough: that is no fault. */
function sayUnlessClosed(error: Error & { code?: string }): void {
  if (error.code !== 'EPIPE') throw error
}
