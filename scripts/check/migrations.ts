import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import config from '../../drizzle.config.ts'
import { type Check, CheckFailed, mustHaveSeen, programOf, ROOT, runProgram } from './tools.ts'

const DRIZZLE = programOf(import.meta.resolve('drizzle-kit'), 'bin.cjs')
const TABLES_AT_LEAST = 20

/** The migrations are sound, and the tables in the code need no further one. */
export const migrationCheck: Check = {
  name: 'migrations',
  async run() {
    const sound = await runProgram(DRIZZLE, ['check'])
    if (sound.status !== 0) throw new CheckFailed(sound.output)
    const folder = await mkdtemp(join(tmpdir(), 'fengsui-migrations-'))
    try {
      return await generateInto(folder)
    } finally {
      await rm(folder, { recursive: true })
    }
  },
}

async function generateInto(folder: string): Promise<string> {
  const copy = join(folder, 'migrations')
  await cp(join(ROOT, 'migrations'), copy, { recursive: true })
  const before = await sqlFiles(copy)
  const settings = { ...config, out: relative(ROOT, copy) }
  await writeFile(join(folder, 'drizzle.config.json'), JSON.stringify(settings))
  const made = await runProgram(DRIZZLE, [
    'generate',
    `--config=${relative(ROOT, join(folder, 'drizzle.config.json'))}`,
  ])
  const extra = (await sqlFiles(copy)).filter((file) => !before.includes(file))
  if (made.status !== 0 || extra.length > 0) {
    throw new CheckFailed(
      `The tables need a migration that is not there: npx drizzle-kit generate\n${made.output}`,
    )
  }
  const tables = mustHaveSeen(TABLES_AT_LEAST, /^(\d+) tables$/m.exec(made.output)?.[1], made.output)
  return `${mustHaveSeen(1, before.length, made.output)} migrations, ${tables} tables`
}

async function sqlFiles(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((file) => file.endsWith('.sql'))
}
