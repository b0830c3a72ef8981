/** What figures and grades bring with them besides duties to report, as flags (附带要求). */

import type { Day, Reason } from '../regulations/citation.ts'
import {
  EARTHQUAKE_LED_BY,
  PHOTOS_NEEDED,
  REGISTERS_NEEDED,
  RELIEF_STARTED_BY,
} from '../regulations/consequences.ts'
import { HAZARD_BY_CODE } from '../regulations/hazards.ts'
import type { JudgedFacts } from './conditions.ts'
import { isInForce, reasonFor } from './editions.ts'
import { measure } from './measures.ts'
import { severityRank } from './severity-rank.ts'
import type { Facts, Flag } from './types.ts'

type Judged = Facts & JudgedFacts

/**
 * Registers and photos that a report brings with it, who leads and who starts relief, and under which national
 * sub-hazard a local one is counted. Only natural disasters and dangers bring these.
 */
export function consequencesOf(facts: Judged, onDay: Day): Flag[] {
  if (facts.kind === 'accident') return []
  return [
    ...registers(facts, onDay),
    ...photos(facts, onDay),
    ...earthquakeLead(facts, onDay),
    ...reliefStarter(facts, onDay),
    ...nationalSubhazard(facts),
  ]
}

function registers(facts: Judged, onDay: Day): Flag[] {
  return REGISTERS_NEEDED.flatMap(({ rule, flag, measures, citation }) => {
    if (!isInForce(citation, onDay)) return []
    const because = measures.flatMap((name): Reason[] => {
      const measured = measure(name, facts)
      return measured && measured.value > 0 ? [reasonFor(rule, citation, measured)] : []
    })
    return because.length > 0 ? [{ flag, because }] : []
  })
}

function photos({ facts }: Judged, onDay: Day): Flag[] {
  const { rule, least, citation } = PHOTOS_NEEDED
  const isOn = facts?.reliefResponseOn === true || facts?.responseLevel !== undefined
  if (!isOn || !isInForce(citation, onDay)) return []
  return [{ flag: 'photos_needed', because: [reasonFor(rule, citation, { figure: 'photos', value: least })] }]
}

function earthquakeLead({ hazard, severity }: Judged, onDay: Day): Flag[] {
  const { rule, citation } = EARTHQUAKE_LED_BY
  if (hazard !== 'earthquake' || severity === null || !isInForce(citation, onDay)) return []
  return [{ flag: 'led_by', because: [reasonFor(rule, citation, tierFor(severity))] }]
}

function reliefStarter({ kind, regionCode, severity }: Judged, onDay: Day): Flag[] {
  const { rule, places, citation } = RELIEF_STARTED_BY
  if (kind !== 'natural_disaster' || severity === null || !isInForce(citation, onDay)) return []
  if (!places.some((place) => regionCode.startsWith(place))) return []
  return [{ flag: 'relief_started_by', because: [reasonFor(rule, citation, tierFor(severity))] }]
}

/** The region from serious on, the city below it. */
function tierFor(severity: NonNullable<Judged['severity']>): { figure: string; value: string } {
  const isGrave = severityRank(severity) >= severityRank('serious')
  return { figure: 'severity', value: isGrave ? `${severity}: autonomous_region` : `${severity}: city` }
}

function nationalSubhazard({ hazard, subhazard }: Judged): Flag[] {
  const row = hazard && HAZARD_BY_CODE.get(hazard)?.subhazards.find(({ code }) => code === subhazard)
  if (!row || row.mapsTo === null) return []
  const because = [
    reasonFor(`subhazard.${row.code}`, row.citation, { figure: 'subhazard', value: row.mapsTo }),
  ]
  return [{ flag: 'counted_under_national', because }]
}
