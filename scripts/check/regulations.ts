import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Check, CheckFailed, mustHaveSeen, ROOT, runProgram } from './tools.ts'

const PAGE = join(ROOT, 'docs', 'regulations.md')
const CLI = join(ROOT, 'src', 'cli.ts')
const TABLES_AT_LEAST = 60

/** The committed page of the rules is what their data say. */
export const regulationsCheck: Check = {
  name: 'rules',
  async run() {
    const { status, stdout, output } = await runProgram(CLI, ['regulations'])
    if (status !== 0) throw new CheckFailed(output)
    const tables = mustHaveSeen(TABLES_AT_LEAST, stdout.match(/^\| --- \|/gm)?.length, output)
    if (stdout !== (await readFile(PAGE, 'utf8'))) {
      throw new CheckFailed(
        'docs/regulations.md is not what the rules say; run: npm run -s cli -- regulations > docs/regulations.md',
      )
    }
    return `${tables} tables`
  },
}
