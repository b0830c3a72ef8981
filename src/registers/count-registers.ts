import type { z } from 'zod'
import type { Caller } from '../accounts/caller.ts'
import type { Db } from '../db/client.ts'
import { readNames } from '../regions/names.ts'
import { INDICATOR_OF_CLASS } from '../regulations/register-forms.ts'
import type { registerCountsSchema } from './count-schemas.ts'
import { countRows, type ReportedUnit, readReported } from './count-store.ts'
import { findTwins } from './find-twins.ts'
import { mustReadRegisters } from './jurisdiction.ts'
import { KEY_OF_CLASS, type RegisterCounts, sumUnder } from './rules/sum-rows.ts'

type Counted = z.infer<typeof registerCountsSchema>
type CountedUnit = Counted['items'][number]

const CLASSES = Object.keys(KEY_OF_CLASS) as (keyof typeof KEY_OF_CLASS)[]

/**
 * What the registers of an event count for a unit and all below: rows that stand, of the dead, the missing and the damaged
 * homes. At the verified report these equal its figures (C15, C16).
 */
export async function registerCountsOf(db: Db, eventId: string, regionCode: string): Promise<RegisterCounts> {
  return sumUnder(await countRows(db, eventId, [regionCode]), regionCode)
}

/**
 * The counts of the registers beside the figures last reported, unit by unit, and where they disagree; and rows with the
 * same id number. Before the verified report registers may lag behind.
 *
 * @throws Problem not-permitted or not-found
 */
export async function countRegisters(
  db: Db,
  sealingKey: Buffer,
  caller: Caller,
  id: string,
): Promise<Counted> {
  const { event, regionCodes } = await mustReadRegisters(db, caller, id)
  const eventId = event.id
  const rows = await countRows(db, eventId, regionCodes)
  const reported = await readReported(db, eventId, regionCodes)
  const twins = await findTwins(db, sealingKey, eventId, regionCodes)
  const codes = [...new Set([...rows, ...reported].map(({ regionCode }) => regionCode))].sort()
  const names = await readNames(db, codes)
  const items = codes.map((regionCode): CountedUnit => {
    const unit = reported.find((one) => one.regionCode === regionCode) ?? null
    const counts = sumUnder(rows, regionCode)
    const differences = differencesOf(counts, unit)
    const mayLag = unit?.stage !== 'verified'
    return { regionCode, nameZh: names.of(regionCode), counts, ...figuresOf(unit), mayLag, differences }
  })
  return {
    eventId,
    agrees: items.every(({ differences }) => differences.length === 0),
    items,
    sameIdNumber: twins,
  }
}

/** A unit whose verified figures and registers do not agree. */
export interface DifferingUnit {
  regionCode: string
  differences: CountedUnit['differences']
}

/**
 * Compares the registers of an event again with the verified figures of some units: rows may have come and gone since
 * their reports.
 *
 * @returns the units that differ, in the order of their codes
 */
export async function unitsDiffering(
  db: Db,
  eventId: string,
  cityCode: string,
  verifiedCodes: readonly string[],
): Promise<DifferingUnit[]> {
  const rows = await countRows(db, eventId, [cityCode])
  const reported = await readReported(db, eventId, [cityCode])
  return reported
    .filter(({ regionCode }) => verifiedCodes.includes(regionCode))
    .map((unit) => ({
      regionCode: unit.regionCode,
      differences: differencesOf(sumUnder(rows, unit.regionCode), unit),
    }))
    .filter(({ differences }) => differences.length > 0)
}

function figuresOf(unit: ReportedUnit | null): Pick<CountedUnit, 'figures' | 'stage'> {
  if (!unit) return { figures: null, stage: null }
  const figures = Object.fromEntries(CLASSES.map((name) => [KEY_OF_CLASS[name], unit.figures[name]]))
  return { figures: figures as NonNullable<CountedUnit['figures']>, stage: unit.stage }
}

/** A unit that has not reported a figure has not said that it is zero; it disagrees only where rows are there. */
function differencesOf(counts: RegisterCounts, unit: ReportedUnit | null): CountedUnit['differences'] {
  return CLASSES.flatMap((name) => {
    const registered = counts[KEY_OF_CLASS[name]]
    const figure = unit?.figures[name] ?? null
    return registered === (figure ?? 0)
      ? []
      : [{ indicator: INDICATOR_OF_CLASS[name], registered, reported: figure }]
  })
}
