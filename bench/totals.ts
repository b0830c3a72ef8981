/**
 * Totals of a city over 4,000 villages: from the table of latest figures, rolled up here or in one SQL statement,
 * beside `distinct on` over all versions. All of them take turns in one run and must give the same totals; only the
 * ratios mean something. Run with `npm run bench -- totals`.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import pino from 'pino'
import { v7 as uuidv7 } from 'uuid'
import { type Database, openDatabase } from '../src/db/client.ts'
import { migrate } from '../src/db/migrate.ts'
import { startEmbeddedPostgres } from '../src/embedded-postgres/launcher.ts'
import { lastCodeUnder } from '../src/regions/codes.ts'
import { type Figures, INDICATOR_KEYS } from '../src/regulations/indicators.ts'
import { readLatestWords } from '../src/totals/figures-store.ts'
import { rollUp, rollUpSums, type Totals } from '../src/totals/rules/roll-up.ts'
import { readSummedWords } from '../src/totals/summed-store.ts'
import { cpuSecondsOf, median } from './cpu.ts'

const CITY = '540100000000'
const COUNTIES = 10
const TOWNSHIPS_EACH = 20
const VILLAGES_EACH = 20
const VERSIONS = [1, 3, 10]
const ROUNDS = 5
const TRIES = 30
const WARM_UPS = 10

/** What a village says: twenty figures, as in `bench/submissions.ts`. */
const GIVEN = [
  'affected_pop',
  'dead',
  'missing',
  'injured',
  'seriously_injured',
  'relocated_cum',
  'relocated_now',
  'central_cum',
  'central_now',
  'dispersed_cum',
  'dispersed_now',
  'urgent_aid_cum',
  'urgent_aid_now',
  'collapsed_rooms',
  'collapsed_home_rooms',
  'collapsed_home_hh',
  'severe_rooms',
  'general_rooms',
  'crop_affected',
  'snow_depth_cm',
] as const

type Way = (db: Database, eventId: string) => Promise<Figures>

const WAYS: readonly [name: string, way: Way][] = [
  ['distinct on, rolled up here', overVersions],
  ['distinct on, rolled up in SQL', (db, eventId) => inSql(db, eventId, 'versions', OVER_VERSIONS)],
  ['latest figures, rolled up in SQL', (db, eventId) => inSql(db, eventId, 'latest', OVER_LATEST)],
  ['latest figures, every village', overLatest],
  ['latest figures, villages added up', overSums],
]

async function main(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'fengsui-bench-'))
  const log = pino({ level: 'warn' }, pino.destination(2))
  const postgres = await startEmbeddedPostgres({ dataDir, log })
  try {
    await migrate(postgres.url)
    const db = openDatabase({ url: postgres.url, poolSize: 1, onIdleError: (error) => log.warn(error) })
    const eventId = await seed(db)
    for (const [i, versions] of VERSIONS.entries()) {
      await addVersions(db, eventId, VERSIONS[i - 1] ?? 0, versions)
      await measure(db, eventId, versions)
    }
    await db.$client.end()
  } finally {
    await postgres.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

/** Plain rows of latest figures, as lineage reads them. */
async function overLatest(db: Database, eventId: string): Promise<Figures> {
  const words = await readLatestWords(db, [eventId], [CITY])
  return figuresOf(rollUp(words, CITY))
}

/** Ours: the villages of each township added up by PostgreSQL, the rule applied by the code of the service. */
async function overSums(db: Database, eventId: string): Promise<Figures> {
  const totals = rollUpSums(await readSummedWords(db, eventId, CITY), CITY)
  if (!totals) throw new Error('the sums are not enough')
  return figuresOf(totals)
}

/** The first baseline: of each unit the newest version, found among all, its figures read from the JSON. */
async function overVersions(db: Database, eventId: string): Promise<Figures> {
  const { rows } = await db.$client.query<[string, string, Figures]>({
    name: 'bench_over_versions',
    text: `
      select distinct on (region_code) region_code, id, content -> 'figures'
      from report_versions
      where event_id = $1 and region_code between $2 and $3
      order by region_code, number desc`,
    values: [eventId, CITY, lastCodeUnder(CITY)],
    rowMode: 'array',
  })
  const words = rows.map(([regionCode, versionId, figures]) => ({
    regionCode,
    versionId,
    receivedMs: 0,
    values: INDICATOR_KEYS.map((key) => figures[key] ?? null),
  }))
  return figuresOf(rollUp(words, CITY))
}

/** One statement, tier by tier. It knows nothing of newer words that set older ones aside: there are none here. */
async function inSql(db: Database, eventId: string, name: string, text: string): Promise<Figures> {
  const { rows } = await db.$client.query<Record<string, string | null>>({
    name: `bench_in_sql_${name}`,
    text,
    values: [eventId, CITY, lastCodeUnder(CITY)],
  })
  const given = Object.entries(rows[0] ?? {}).filter(([key, value]) => key !== 'code' && value !== null)
  return Object.fromEntries(given.map(([key, value]) => [key, Number(value)]))
}

const OVER_LATEST = rolledUpInSql(
  'select * from latest_figures where event_id = $1 and region_code between $2 and $3',
)

const OVER_VERSIONS = rolledUpInSql(`
  select region_code, ${INDICATOR_KEYS.map((key) => `(figures ->> '${key}')::bigint as ${key}`).join(', ')}
  from (
    select distinct on (region_code) region_code, content -> 'figures' as figures
    from report_versions
    where event_id = $1 and region_code between $2 and $3
    order by region_code, number desc
  ) as newest`)

function rolledUpInSql(unit: string): string {
  const tiers = [
    tierInSql('township', 'village', 9),
    tierInSql('county', 'township', 6),
    tierInSql('city', 'county', 4),
  ]
  return `with unit as materialized (${unit}), ${tiers.join(', ')} select * from city`
}

function tierInSql(tier: string, below: string, digits: number): string {
  const source = below === 'village' ? 'unit' : below
  const code = below === 'village' ? 'region_code' : 'code'
  const only = below === 'village' ? `where right(region_code, 3) <> '000'` : ''
  const sums = INDICATOR_KEYS.map(
    (key) => `${key === 'snow_depth_cm' ? 'max' : 'sum'}(${key})::bigint as ${key}`,
  )
  const larger = INDICATOR_KEYS.map((key) => `greatest(s.${key}, u.${key}) as ${key}`)
  return `
    ${tier}_sum as (
      select rpad(left(${code}, ${digits}), 12, '0') as code, ${sums.join(', ')} from ${source} ${only} group by 1
    ), ${tier} as (
      select coalesce(s.code, u.region_code) as code, ${larger.join(', ')}
      from ${tier}_sum s
      full join (select * from unit where ${isOf(tier)}) u on u.region_code = s.code
    )`
}

/** By the zeros at the end, which is faster than to ask `tier_of_region_code` for each row. */
function isOf(tier: string): string {
  const [zeros = '', more = ''] = { township: ['000', '000000'], county: ['000000', '00000000'] }[tier] ?? [
    '00000000',
  ]
  const ends = `right(region_code, ${zeros.length}) = '${zeros}'`
  return more ? `${ends} and right(region_code, ${more.length}) <> '${more}'` : ends
}

function figuresOf({ whole }: Totals): Figures {
  const cells = INDICATOR_KEYS.map((key, i) => [key, whole.cell(i).value] as const)
  return Object.fromEntries(cells.filter(([, value]) => value !== null))
}

/** An event, and units with names of their own code. */
async function seed(db: Database): Promise<string> {
  const [eventId, accountId] = [uuidv7(), uuidv7()]
  const ask = (text: string, values: unknown[]) => db.$client.query(text, values)
  await ask(
    `insert into nodes (region_code, above_code, tier, name_zh, opened_on, source)
     select code, case when code <> $2 then code_above(code) end, tier_of_region_code(code), code, '2000-01-01', 'bench'
     from unnest($1::text[]) as code`,
    [unitCodes(), CITY],
  )
  await ask(
    `insert into accounts (id, login, kind, created_at) values ($1, 'bench', 'person', '2026-01-01')`,
    [accountId],
  )
  await ask(
    `insert into events (id, hazard, region_code, occurred_at, opened_at, opened_by_version_id, facts)
     values ($1, 'snow', $2, '2026-01-01', '2026-01-01', $1, '{}')`,
    [eventId, CITY],
  )
  await ask(
    `insert into report_chains (id, event_id, region_code, head_version_id, head_number, stage, first_received_at)
     select gen_random_uuid(), $1, region_code, gen_random_uuid(), 1, 'first', '2026-01-01' from nodes`,
    [eventId],
  )
  return eventId
}

/** The city, its counties, townships and villages: each has reported. */
function unitCodes(): string[] {
  const codes = [CITY]
  for (let county = 1; county <= COUNTIES; county++) {
    const countyCode = `5401${String(county).padStart(2, '0')}`
    codes.push(`${countyCode}000000`)
    for (let township = 1; township <= TOWNSHIPS_EACH; township++) {
      const townshipCode = `${countyCode}${String(township).padStart(3, '0')}`
      codes.push(`${townshipCode}000`)
      for (let village = 1; village <= VILLAGES_EACH; village++) {
        codes.push(`${townshipCode}${String(village).padStart(3, '0')}`)
      }
    }
  }
  return codes
}

/** Further versions of every unit, the last of each into the latest figures. */
async function addVersions(db: Database, eventId: string, from: number, to: number): Promise<void> {
  const figures = GIVEN.map((key, i) => `'${key}', (n * ${i + 1} + ascii(right(region_code, 1))) % 50`)
  await db.$client.query(
    `insert into report_versions (id, chain_id, event_id, region_code, number, parent_version_id, stage, account_id,
       content, content_hash, occurred_at, received_at, is_late, violations)
     select gen_random_uuid(), c.id, c.event_id, c.region_code, n, case when n > 1 then gen_random_uuid() end,
       'follow_up', a.id,
       jsonb_build_object('narrative', repeat('灾情仍在核查。', 10), 'figures', jsonb_build_object(${figures.join(', ')})),
       repeat('0', 64), '2026-01-01', timestamptz '2026-01-02' + make_interval(mins => n), false, '[]'
     from report_chains c, accounts a, generate_series($2::int, $3::int) as n
     where c.event_id = $1`,
    [eventId, from + 1, to],
  )
  const columns = GIVEN.join(', ')
  const values = GIVEN.map((key) => `(v.content -> 'figures' ->> '${key}')::bigint`)
  await db.$client.query(
    `insert into latest_figures (event_id, region_code, version_id, received_at, ${columns})
     select v.event_id, v.region_code, v.id, v.received_at, ${values.join(', ')}
     from report_versions v where v.event_id = $1 and v.number = $2
     on conflict (event_id, region_code) do update set
       version_id = excluded.version_id, received_at = excluded.received_at,
       ${GIVEN.map((key) => `${key} = excluded.${key}`).join(', ')}`,
    [eventId, to],
  )
  await db.$client.query('vacuum analyze')
}

interface Measured {
  ms: number
  /** of this process and of the server's, together */
  cpuMs: number
}

/** The ways take turns within each round; each is measured over some tries in a row, after as many to warm up. */
async function measure(db: Database, eventId: string, versions: number): Promise<void> {
  const answers = await Promise.all(WAYS.map(([, way]) => way(db, eventId)))
  if (!answers.every((figures) => isDeepStrictEqual(figures, answers[0]))) {
    throw new Error('the ways do not give the same totals')
  }
  const { rows } = await db.$client.query<{ pid: number }>('select pg_backend_pid() as pid')
  const backend = rows.map(({ pid }) => pid)
  const rounds: Measured[][] = []
  for (let round = 0; round < ROUNDS; round++) {
    const inTurn: Measured[] = []
    for (const [, way] of WAYS) inTurn.push(await tried(() => way(db, eventId), backend))
    rounds.push(inTurn)
  }
  print(versions, rounds)
}

async function tried(work: () => Promise<unknown>, backend: readonly number[]): Promise<Measured> {
  for (let i = 0; i < WARM_UPS; i++) await work()
  const cpuMs = () => {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1_000 + cpuSecondsOf(backend) * 1_000
  }
  const before = cpuMs()
  const tries: number[] = []
  for (let i = 0; i < TRIES; i++) {
    const start = performance.now()
    await work()
    tries.push(performance.now() - start)
  }
  return { ms: median(tries), cpuMs: (cpuMs() - before) / TRIES }
}

function print(versions: number, rounds: readonly Measured[][]): void {
  const villages = COUNTIES * TOWNSHIPS_EACH * VILLAGES_EACH
  process.stdout.write(`\n${villages} villages, ${versions} version(s) each: medians of ${ROUNDS} rounds\n`)
  process.stdout.write(`${'way'.padEnd(34)}      ms   ratio  CPU ms   ratio\n`)
  WAYS.forEach(([name], place) => {
    const cells = (['ms', 'cpuMs'] as const).flatMap((what) => {
      const of = (way: number) => rounds.map((round) => round[way]?.[what] ?? Number.NaN)
      const ratios = of(0).map((baseline, i) => baseline / (of(place)[i] ?? Number.NaN))
      return [median(of(place)).toFixed(2).padStart(8), `${median(ratios).toFixed(1)} x`.padStart(8)]
    })
    process.stdout.write(`${name.padEnd(34)}${cells.join('')}\n`)
  })
}

await main()
