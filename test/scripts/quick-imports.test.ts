/** The quick way to start loads the same program. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath, pathToFileURL } from 'node:url'
import t from 'tap'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const QUICK = pathToFileURL(`${ROOT}scripts/quick-imports.js`).href

/** Prints what names mean, whether a class is the same by every way to it, and whether code is kept. */
const PROGRAM = `
  import { getCompileCacheDir } from 'node:module'
  import { Table } from 'drizzle-orm'
  import { PgTable } from 'drizzle-orm/pg-core'
  const names = ['drizzle-orm', 'drizzle-orm/pg-core', 'drizzle-orm/node-postgres', 'drizzle-orm/errors', 'pg']
  const direct = await import(new URL('table.js', import.meta.resolve('drizzle-orm')))
  console.log(JSON.stringify({
    meanings: names.map((name) => import.meta.resolve(name)),
    isOne: direct.Table === Table && Object.getPrototypeOf(PgTable) === Table,
    keeps: getCompileCacheDir() !== undefined,
  }))`

t.test('names mean the same and nothing is loaded twice', (t) => {
  const plain = run([])
  const quick = run(['--import', QUICK])
  t.ok(plain.isOne)
  t.ok(quick.isOne, 'one class by every way to it')
  t.same(quick.meanings, plain.meanings)
  t.match([plain.keeps, quick.keeps], [false, true], 'compiled code is kept')
  t.end()
})

function run(options: string[]): { meanings: string[]; isOne: boolean; keeps: boolean } {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [...options, '--input-type=module', '--eval', PROGRAM],
    { cwd: ROOT, encoding: 'utf8', env: { PATH: process.env.PATH } },
  )
  if (!stdout) throw new Error(stderr)
  return JSON.parse(stdout)
}
