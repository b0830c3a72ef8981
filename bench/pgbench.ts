import { execFile, spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { QueryConfig } from 'pg'
import { SESSION_OPTIONS } from '../src/db/pipeline.ts'

/** A program of PostgreSQL's contrib packages. */
const PGBENCH = 'pgbench'

const run = promisify(execFile)

/** The statements of one recorded submission, in order, BEGIN and COMMIT left out. */
export type Recorded = readonly QueryConfig[]

/** What differs between the chains that pgbench's clients write to. */
export interface Chain {
  regionCode: string
  eventId: string
  chainId: string
}

/**
 * Makes sure that pgbench is there.
 *
 * @throws with the name of the package that brings it
 */
export function mustHavePgbench(): void {
  if (spawnSync(PGBENCH, ['--version']).status === 0) return
  throw new Error('pgbench is not installed; on Debian it comes with the package postgresql-contrib')
}

/**
 * Runs the recorded statements with pgbench, one call at a time as a plain client would, prepared, each client on a
 * chain of its own; every id that a submission makes is made anew.
 *
 * @returns transactions a second and the mean latency
 */
export async function runPgbench(
  url: string,
  recorded: Recorded,
  own: { chain: Chain; versionId: string; parentVersionId: string; key: string },
  chains: readonly Chain[],
  { clients, seconds }: { clients: number; seconds: number },
): Promise<{ perSecond: number; meanMs: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'fengsui-pgbench-'))
  try {
    const script = join(folder, 'submission.sql')
    await writeFile(script, scriptOf(recorded))
    const defines = [
      ...recorded.map(({ values }, i) => `j${i}=${template(String(values?.[0]), own)}`),
      `regions={${chains.map(({ regionCode }) => regionCode).join(',')}}`,
      `events={${chains.map(({ eventId }) => eventId).join(',')}}`,
      `chains={${chains.map(({ chainId }) => chainId).join(',')}}`,
    ]
    const args = [
      '-n',
      '-M',
      'prepared',
      '-c',
      String(clients),
      '-j',
      '2',
      '-T',
      String(seconds),
      '-f',
      script,
    ]
    const { stdout } = await run(PGBENCH, [...args, ...defines.flatMap((define) => ['-D', define]), url], {
      maxBuffer: 64 * 1024 * 1024,
      env: { ...process.env, PGOPTIONS: SESSION_OPTIONS },
    })
    return {
      perSecond: numberAfter(stdout, /tps = ([\d.]+)/),
      meanMs: numberAfter(stdout, /latency average = ([\d.]+)/),
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Marks what differs from one submission to the next. */
function template(
  json: string,
  own: { chain: Chain; versionId: string; parentVersionId: string; key: string },
): string {
  return json
    .replaceAll(own.versionId, '@version')
    .replaceAll(own.parentVersionId, '@parent')
    .replaceAll(own.key, '@key')
    .replaceAll(own.chain.chainId, '@chain')
    .replaceAll(own.chain.eventId, '@event')
    .replaceAll(own.chain.regionCode, '@region')
    .replaceAll(/"(number|headNumber)":\d+/g, '"$1":@number')
}

function scriptOf(recorded: Recorded): string {
  const filled = (i: number) => {
    const marks: [string, string][] = [
      ['@version', `('019a2b6e-5d2c-7cc3-98f4-' || lpad(to_hex(:n::bigint), 12, '0'))`],
      ['@parent', `('019a2b6e-5d2c-7cc3-a8f4-' || lpad(to_hex(:n::bigint), 12, '0'))`],
      ['@key', `('019a2b6e-5d2c-4cc3-98f4-' || lpad(to_hex(:n::bigint), 12, '0'))`],
      ['@chain', '(:chains::text[])[:client_id + 1]'],
      ['@event', '(:events::text[])[:client_id + 1]'],
      ['@region', '(:regions::text[])[:client_id + 1]'],
      ['@number', ':number::text'],
    ]
    return marks.reduce((text, [mark, value]) => `replace(${text}, '${mark}', ${value})`, `:j${i}::text`)
  }
  const statements = recorded.map(({ text }, i) => {
    if (text.includes('pg_advisory_xact_lock')) return null
    return `${text.replaceAll('$1', `${filled(i)}`)};`
  })
  const lines = statements.filter((statement) => statement !== null)
  return [
    '\\set n random(1, 281474976710655)',
    '\\set number random(1000, 2000000000)',
    'begin;',
    // on one line a comment would swallow the rest of its statement
    ...lines.map((line) =>
      line
        .replaceAll(/^\s*--.*$/gm, '')
        .replaceAll(/\n\s*/g, ' ')
        .trim(),
    ),
    'commit;',
    '',
  ].join('\n')
}

function numberAfter(text: string, pattern: RegExp): number {
  const found = pattern.exec(text)?.[1]
  if (!found) throw new Error(`pgbench printed no such figure:\n${text}`)
  return Number(found)
}
