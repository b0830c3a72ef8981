import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse, stringify } from 'yaml'
import { type Check, CheckFailed, mustHaveSeen, programOf, ROOT, runProgram } from './tools.ts'

const REDOCLY = programOf(import.meta.resolve('@redocly/cli/package.json'), 'bin/cli.js')
const SPECTRAL = programOf(import.meta.resolve('@stoplight/spectral-cli/package.json'), 'dist/index.js')
const OWASP = programOf(import.meta.resolve('@stoplight/spectral-owasp-ruleset'), 'ruleset.js')

const DOCUMENT = join(ROOT, 'openapi.yaml')
const CLI = join(ROOT, 'src', 'cli.ts')
const OPERATIONS_AT_LEAST = 30

/** The committed document is what the routes say. */
export const driftCheck: Check = {
  name: 'openapi',
  async run() {
    const { status, stdout, output } = await runProgram(CLI, ['openapi'])
    if (status !== 0) throw new CheckFailed(output)
    const operations = stdout.match(/^ {6}operationId: /gm)?.length
    const count = mustHaveSeen(OPERATIONS_AT_LEAST, operations, output)
    if (stdout !== (await readFile(DOCUMENT, 'utf8'))) {
      throw new CheckFailed('openapi.yaml is not what the routes say; run: npm run -s openapi > openapi.yaml')
    }
    return `${count} operations`
  },
}

/** The first linter. What it ignores must be exactly what is listed, which also shows that it looked. */
export const redoclyCheck: Check = {
  name: 'redocly',
  async run() {
    const { status, stdout, output } = await runProgram(REDOCLY, ['lint', 'openapi.yaml', '--format=json'])
    if (status !== 0) throw new CheckFailed(output)
    const { totals } = JSON.parse(stdout) as { totals: Record<'errors' | 'warnings' | 'ignored', number> }
    const listed = (await readFile(join(ROOT, '.redocly.lint-ignore.yaml'), 'utf8')).match(
      /^ {4}- /gm,
    )?.length
    if (totals.errors + totals.warnings > 0 || totals.ignored !== listed) throw new CheckFailed(output)
    return `0 errors, 0 warnings, ${mustHaveSeen(1, listed, output)} listed exceptions`
  },
}

interface Finding {
  code: string
  path: (string | number)[]
  message: string
}

interface Ruleset {
  extends: string[]
  overrides: { files: string[]; rules: Record<string, 'off'> }[]
}

/**
 * The second linter, twice: with the ruleset there must be nothing; without its exceptions there must be something
 * for each of them, and nothing else. So no exception outlives its reason, and the linter is seen to look.
 */
export const spectralCheck: Check = {
  name: 'spectral',
  async run() {
    const found = await spectral(join(ROOT, '.spectral.yaml'))
    if (found.length > 0) throw new CheckFailed(found.map(tell).join('\n'))
    const { overrides, ...rules } = parse(await readFile(join(ROOT, '.spectral.yaml'), 'utf8')) as Ruleset
    const bare = await withoutExceptions(rules)
    const excepted = overrides.flatMap(({ files, rules: off }) =>
      files.flatMap((file) => Object.keys(off).map((code) => ({ code, pointer: file.split('#')[1] ?? '' }))),
    )
    const stale = excepted.filter((one) => !bare.some((finding) => isUnder(finding, one)))
    if (stale.length > 0) {
      throw new CheckFailed(`Exceptions without a reason: ${JSON.stringify(stale, null, 2)}`)
    }
    return `0 errors, 0 warnings, ${mustHaveSeen(1, excepted.length, '')} listed exceptions, each still needed`
  },
}

async function withoutExceptions(rules: Omit<Ruleset, 'overrides'>): Promise<Finding[]> {
  const folder = await mkdtemp(join(tmpdir(), 'fengsui-spectral-'))
  try {
    const file = join(folder, 'ruleset.yaml')
    const sources = rules.extends.map((one) => (one.endsWith('owasp-ruleset') ? OWASP : one))
    await writeFile(file, stringify({ ...rules, extends: sources }))
    return await spectral(file)
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function spectral(ruleset: string): Promise<Finding[]> {
  const args = ['lint', 'openapi.yaml', '--ruleset', ruleset, '--format=json', '--quiet']
  const { status, stdout, output } = await runProgram(SPECTRAL, [...args, '--fail-severity=hint'])
  if (status !== 0 && status !== 1) throw new CheckFailed(output)
  return JSON.parse(stdout) as Finding[]
}

function isUnder({ code, path }: Finding, exception: { code: string; pointer: string }): boolean {
  const pointer = `/${path.map((part) => String(part).replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}/`
  return code === exception.code && pointer.startsWith(`${exception.pointer}/`)
}

function tell({ code, path, message }: Finding): string {
  return `${code} at ${path.join('.')}: ${message}`
}
