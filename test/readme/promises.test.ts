/** What the README names is there. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { z } from 'zod'
import { configSchema } from '../../src/config.ts'
import { readDrill } from '../../src/drill/read-drill.ts'
import { files, npmScripts, README, ROOT } from './readme.ts'

t.test('the first two commands are npm start and npm test', (t) => {
  t.match(README, /^[^`]*```sh\nnpm start\nnpm test\n```/)
  t.end()
})

t.test('every npm command of the README is a script of the package', (t) => {
  const { scripts } = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')))
  const named = npmScripts()
  t.ok(named.length >= 10, `${named.length} were read`)
  for (const name of new Set(named)) t.ok(scripts[name], `npm run ${name}`)
  t.end()
})

t.test('every file that the README links to or names is there', (t) => {
  const found = files()
  t.ok(found.length >= 25, `${found.length} were read`)
  for (const file of new Set(found)) t.ok(existsSync(join(ROOT, file)), file)
  t.end()
})

t.test('the table of the configuration tells the defaults that hold', (t) => {
  const defaults = configSchema.parse({})
  const rows = [...README.matchAll(/^\| (`[A-Z_`, ]+`) \| (.+?) \|/gm)]
  t.ok(rows.length >= 5, `${rows.length} rows were read`)
  for (const [, keys = '', told = ''] of rows) {
    const values = told.split(', ').map((value) => value.replaceAll('`', ''))
    for (const [place, key] of keys.replaceAll('`', '').split(', ').entries()) {
      t.ok(key in configSchema.shape, `${key} is a value of the configuration`)
      const value = defaults[key as keyof typeof defaults]
      if (value !== undefined) t.equal(String(value), values[place], key)
    }
  }
  t.end()
})

t.test('the drill of the README exists', async (t) => {
  const name = /npm run drill -- ([\w-]+)/.exec(README)?.[1] ?? ''
  t.ok(await readDrill(name), name)
})
