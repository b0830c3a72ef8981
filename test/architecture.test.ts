/** The shape of the program, held by reading it: who imports whom, where SQL is, where time comes from. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'

const SRC = fileURLToPath(new URL('../src/', import.meta.url))

/** Modules and root files, from the lowest to the highest. Each imports from its left only. */
const ORDER = [
  ...['units', 'shanghai', 'config', 'wire', 'command-error'],
  ...['embedded-postgres', 'regulations', 'evaluations', 'problems'],
  // the clock is the database's, and the edge tells a database that cannot be reached from a fault
  ...['db', 'clock', 'http', 'deps', 'outbox', 'audit', 'keys', 'regions'],
  ...['catalogues', 'bundle', 'accounts'],
  ...['events', 'local-rules', 'registers', 'attachments', 'deadlines', 'escalations'],
  ...['routing', 'dry-runs', 'reports', 'event-course'],
  ...['previews', 'event-identity', 'totals', 'reviews', 'batches', 'sync'],
  ...['engine', 'health', 'backup'],
  ...['openapi-document', 'seed', 'app', 'service', 'drill', 'commands', 'main', 'cli'],
]

/** Who may ask this machine's clock, and why. Nothing of it reaches a rule or a row. */
const MACHINE_TIME = new Map([
  ['embedded-postgres/launcher.ts', 'how long a start takes'],
  ['embedded-postgres/database.ts', 'how long to wait for the server'],
  ['embedded-postgres/server.ts', 'how long to wait for the server'],
  ['embedded-postgres/keep-running.ts', 'not to restart it without end'],
  ['embedded-postgres/postmaster.ts', 'how long to wait for the end of a process'],
  ['embedded-postgres/binaries.ts', 'a name for a draft'],
  ['engine/loop.ts', 'how far the two clocks are apart'],
  ['health/database-gauges.ts', 'how far the two clocks are apart'],
])

/** Who may ask the database's real clock, and why: everything else asks judged_now(). */
const DATABASE_TIME = new Map([
  ['engine/store.ts', 'the heartbeat of the engine, which must go on where simulated time stands still'],
  ['health/store.ts', 'how far the two clocks are apart'],
])

/** Who may read the environment. */
const ENVIRONMENT = new Set([
  'main.ts',
  'cli.ts',
  'commands/with-database.ts',
  'embedded-postgres/environment.ts',
])

interface SourceFile {
  /** path below src, with slashes */
  path: string
  module: string
  text: string
  /** what it imports: paths below src, or names of packages */
  imports: string[]
}

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => readSource(path.replaceAll('\\', '/')))

t.test('the whole program was read', (t) => {
  t.ok(files.length > 200, `${files.length} files`)
  const imports = files.flatMap((file) => file.imports)
  t.ok(imports.length > 1_000, `${imports.length} imports`)
  const modules = new Set(files.map((file) => file.module))
  t.same(
    [...modules].filter((module) => !ORDER.includes(module)),
    [],
    'every module has its place in the order',
  )
  t.same(
    ORDER.filter((module) => !modules.has(module)),
    [],
    'the order names no module that is not there',
  )
  t.end()
})

t.test('modules import to the left only', (t) => {
  const wrong = files.flatMap((file) =>
    ownImports(file)
      .filter((target) => ORDER.indexOf(moduleOf(target)) > ORDER.indexOf(file.module))
      .map((target) => `${file.path} imports ${target}`),
  )
  t.same(wrong, [])
  t.end()
})

t.test('what is imported is there', (t) => {
  const known = new Set(files.map((file) => file.path))
  const wrong = files.flatMap((file) =>
    ownImports(file)
      .filter((target) => !known.has(target) && !target.endsWith('.json'))
      .map((target) => `${file.path} imports ${target}`),
  )
  t.same(wrong, [])
  t.end()
})

t.test('rules are pure: no database, no files, no network, no service', (t) => {
  const pure = files.filter(
    (file) =>
      ['regulations', 'evaluations'].includes(file.module) || /\/(rules|rules\/.*|may)\.ts$/.test(file.path),
  )
  t.ok(pure.length > 40, `${pure.length} files of rules`)
  const allowedModules = ['regulations', 'evaluations', 'units', 'shanghai']
  const wrong = pure.flatMap((file) =>
    file.imports
      .filter((target) => isOwn(target))
      .filter((target) => {
        const isRule = /\/(rules|may|codes|caller|types)\.ts$/.test(target)
        const isTyped = target.endsWith('/tables.ts') || target === 'problems/problem.ts'
        return (
          moduleOf(target) !== file.module &&
          !allowedModules.includes(moduleOf(target)) &&
          !isRule &&
          !isTyped
        )
      })
      .map((target) => `${file.path} imports ${target}`),
  )
  t.same(wrong, [])
  const packages = pure.flatMap((file) =>
    file.imports.filter((name) => !isOwn(name)).map((name) => `${file.path} imports ${name}`),
  )
  t.same(
    packages.filter((line) => !/ imports (uuid|drizzle-orm)$/.test(line)),
    [],
    'rules use no packages but for ids and, where jurisdiction becomes a condition, drizzle',
  )
  t.end()
})

t.test('regulations are data: they import nothing but one another', (t) => {
  const regulations = files.filter((file) => file.module === 'regulations')
  t.ok(regulations.length > 20, `${regulations.length} files`)
  const wrong = regulations.flatMap((file) =>
    file.imports
      .filter((target) => !target.startsWith('regulations/'))
      .map((target) => `${file.path} imports ${target}`),
  )
  t.same(wrong, [])
  t.end()
})

t.test('routes contain no SQL', (t) => {
  const routes = files.filter((file) => /routes\.ts$/.test(file.path))
  t.ok(routes.length >= 10, `${routes.length} files of routes`)
  const wrong = routes.filter((file) =>
    /sql`|\.execute\(|\.query\(|\.select\(|\.insert\(|\.update\(|\.delete\(\w+\)\s*\.where/.test(code(file)),
  )
  t.same(paths(wrong), [])
  t.end()
})

t.test('nobody opens a transaction but use-cases, steps and the start', (t) => {
  const stores = files.filter((file) => /(^|[/-])store\.ts$/.test(file.path))
  t.ok(stores.length >= 8, `${stores.length} stores`)
  t.same(paths(stores.filter((file) => /\.transaction\(/.test(code(file)))), [])
  t.end()
})

t.test('only the database tells the time of the domain', (t) => {
  const withoutArgument = files.filter((file) => /new Date\(\s*\)/.test(code(file)))
  t.same(paths(withoutArgument), [])
  const asksMachine = files.filter((file) => /\bDate\.now\(/.test(code(file)))
  t.same(
    paths(asksMachine).filter((path) => !MACHINE_TIME.has(path)),
    [],
  )
  const inSql = files.filter((file) =>
    /(?<![.\w])now\(\)|current_timestamp|clock_timestamp|(transaction|statement)_timestamp|current_date/i.test(
      code(file),
    ),
  )
  t.same(
    paths(inSql).filter((path) => !DATABASE_TIME.has(path)),
    [],
  )
  for (const [path] of [...MACHINE_TIME, ...DATABASE_TIME]) {
    t.ok(
      [...asksMachine, ...inSql].some((file) => file.path === path),
      `${path} still needs its place in the list`,
    )
  }
  t.end()
})

t.test('the environment is read in main and at the command line only', (t) => {
  const readers = files.filter((file) => /process\.env\b/.test(code(file)))
  t.same(
    paths(readers).filter((path) => !ENVIRONMENT.has(path)),
    [],
  )
  t.end()
})

t.test('no file is longer than 300 lines', (t) => {
  const long = files.filter((file) => file.text.split('\n').length > 301)
  t.same(paths(long), [])
  t.end()
})

function readSource(path: string): SourceFile {
  const text = readFileSync(join(SRC, path), 'utf8')
  const specifiers = [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^'\s]+)'/g)].map(
    (match) => match[1] ?? '',
  )
  const imports = specifiers.map((name) => (name.startsWith('.') ? posix.join(dirname(path), name) : name))
  return { path, module: moduleOf(path), text, imports }
}

function moduleOf(path: string): string {
  const [first = ''] = path.split('/')
  return first.replace(/\.ts$/, '')
}

function isOwn(name: string): boolean {
  return /\.(ts|json)$/.test(name)
}

function ownImports(file: SourceFile): string[] {
  return file.imports.filter(isOwn)
}

/** The text without comments, which may speak of anything. */
function code({ text }: SourceFile): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '')
}

function paths(found: readonly SourceFile[]): string[] {
  return found.map((file) => file.path)
}
