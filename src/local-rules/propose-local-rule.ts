import { v5 as uuidv5, v7 as uuidv7 } from 'uuid'
import type { Caller } from '../accounts/caller.ts'
import { mustHold, mustMay } from '../accounts/may.ts'
import { readNow } from '../clock.ts'
import type { Config } from '../config.ts'
import type { Db } from '../db/client.ts'
import type { Deps } from '../deps.ts'
import { holdingOf } from '../evaluations/local-targets.ts'
import { Problem } from '../problems/problem.ts'
import { cityOf, significantPrefix } from '../regions/codes.ts'
import { readNodes } from '../regions/store.ts'
import { shanghaiDay } from '../shanghai.ts'
import { baseRules } from './base-rules.ts'
import { checkProposal } from './proposal.ts'
import { problemOf } from './rules.ts'
import type { LocalRuleView, NewLocalRule } from './schemas.ts'
import { findLocalRule, insertProposal, lockLocalRules, type NewLocalRuleRow } from './store.ts'
import { viewLocalRule } from './view.ts'
import { writeAct } from './write-act.ts'

/** Ids of proposals that were sent with a key. */
const KEYS = '6e0f6d0c-8a43-4a0f-9c1a-0f3f0f0a5401'

/**
 * Proposes a local rule (本地规则): it changes nothing until another administrator of the city approves it.
 *
 * @param key `Idempotency-Key`, scoped to the account; with the same body it makes one proposal only
 * @throws Problem not-permitted, outside-jurisdiction, unknown-region, idempotency-key-reused
 * @throws Problem local-rule-retroactive, unknown-rule-target, local-rule-unfit, loosens-national-text, state-conflict
 */
export async function proposeLocalRule(
  { db, config }: Pick<Deps, 'db' | 'config'>,
  caller: Caller,
  given: NewLocalRule,
  key: string | undefined,
): Promise<LocalRuleView> {
  mustHold(caller, 'local_rule.propose')
  const places = [...new Set(given.places.map(shortened))].sort()
  const regionCode = mustBeOneCity(places)
  mustMay(caller, 'local_rule.propose', { regionCode })
  const id = key === undefined ? uuidv7() : uuidv5(`${caller.accountId} ${key}`, KEYS)
  return db.transaction(async (tx) => {
    await lockLocalRules(tx)
    const now = await readNow(tx)
    const today = shanghaiDay(now)
    await mustExist(tx, places)
    const row = rowOf(given, config, {
      id,
      regionCode,
      places,
      proposedBy: caller.accountId,
      proposedAt: now,
    })
    const known = await findLocalRule(tx, id)
    if (known) return viewLocalRule(mustBeSame(known, row), baseRules(config), today)
    await insertProposal(tx, row)
    const made = await mustFind(tx, id)
    await checkProposal(tx, config, made, today)
    await writeAct(tx, made.row, { action: 'local_rule.proposed', accountId: caller.accountId, now })
    return viewLocalRule(made, baseRules(config), today)
  })
}

/** `540122000000` and `540122` are one place. */
function shortened(place: string): string {
  return place.length === 12 ? significantPrefix(place) : place
}

function mustBeOneCity(places: readonly string[]): string {
  const cities = places.map((place) => cityOf(place.padEnd(12, '0')))
  const [city] = cities
  const other = cities.findIndex((code) => code === null || code !== city)
  if (city && other === -1) return city
  const detail = 'A local rule is one city’s: name the city itself or units in it.'
  throw new Problem('local-rule-unfit', detail, {
    errors: [{ pointer: `/places/${Math.max(0, other)}`, code: 'several_cities', detail }],
  })
}

async function mustExist(db: Db, places: readonly string[]): Promise<void> {
  const codes = places.map((place) => place.padEnd(12, '0'))
  const known = new Set((await readNodes(db, codes)).map(({ regionCode }) => regionCode))
  const errors = codes.flatMap((code, i) =>
    known.has(code)
      ? []
      : [{ pointer: `/places/${i}`, code: 'unknown_region', detail: `No unit has the code ${code}.` }],
  )
  if (errors[0]) throw new Problem('unknown-region', errors[0].detail, { errors })
}

function rowOf(
  { target, value, citation, inForceFrom, inForceTo, why }: NewLocalRule,
  config: Config,
  made: Pick<NewLocalRuleRow, 'id' | 'regionCode' | 'places' | 'proposedBy' | 'proposedAt'>,
): NewLocalRuleRow {
  const base = baseRules(config)
  const holding = holdingOf(base, target, inForceFrom)
  if (!holding) throw problemOf({ fault: 'unknown_target' }, target, base, inForceFrom)
  const { note = null, ...text } = citation
  return { ...made, target, kind: holding.kind, value, ...text, note, inForceFrom, inForceTo, why }
}

/** A retry repeats its proposal; another one under the same key is a mistake of the client's. */
function mustBeSame<Found extends { row: object }>(known: Found, sent: NewLocalRuleRow): Found {
  const { proposedAt: _, ...content } = sent
  const row = known.row as Record<string, unknown>
  const isSame = Object.entries(content).every(([name, value]) => same(row[name], value))
  if (isSame) return known
  const detail =
    'This Idempotency-Key was used for another proposal; that one stands. Make a new key for a new one.'
  throw new Problem('idempotency-key-reused', detail, {
    errors: [{ pointer: 'header:idempotency-key', code: 'key_reused', detail }],
  })
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

async function mustFind(db: Db, id: string) {
  const found = await findLocalRule(db, id)
  if (!found) throw new Error('the proposal just made is not there')
  return found
}
