/**
 * The validation bundle (离线校验包): the checks and the code lists as one document, from which a device without a
 * line judges a report as the service will.
 */

import { createHash } from 'node:crypto'
import { LARGEST } from '../regulations/bounds.ts'
import { type CheckRow, REGISTERS } from '../regulations/check-row.ts'
import { CHECK_TEXTS } from '../regulations/check-texts.ts'
import { CHECK_CITATIONS, CHECKS } from '../regulations/checks.ts'
import { KIND_NAMES, SEVERITY_NAMES, STAGE_NAMES, TIER_NAMES } from '../regulations/code-names.ts'
import { CRITERIA } from '../regulations/criteria.ts'
import { HAZARDS } from '../regulations/hazards.ts'
import { INDICATORS } from '../regulations/indicators.ts'
import { SECTORS } from '../regulations/sectors.ts'
import type { Bundle } from './schemas.ts'

/** Changes only when a form changes its meaning: then an older client must not go on. */
const FORMAT = 1

/**
 * Makes the bundle. The same rules give the same bundle, to the letter.
 *
 * @param checks the table of checks that binds here; that of the regulations, where it is not given
 */
export function makeBundle(checks: readonly CheckRow[] = CHECKS): Bundle {
  const content = {
    format: FORMAT,
    indicators: indicatorsOf(),
    hazards: HAZARDS.map((row) => ({
      ...named(row.code, row),
      code: row.code,
      shownInLhasa: row.shownInLhasa,
      subhazards: row.subhazards.map((one) => named(one.code, one)),
    })),
    sectors: SECTORS.map((row) => named(row.code, row)),
    criteria: CRITERIA.map((row) => named(row.code, row)),
    kinds: namedAll(KIND_NAMES),
    stages: namedAll(STAGE_NAMES),
    tiers: namedAll(TIER_NAMES),
    severities: namedAll(SEVERITY_NAMES),
    registers: namedAll(REGISTERS),
    checks: checks as Bundle['checks'],
    texts: Object.entries(CHECK_TEXTS).map(([id, text]) => ({ id, ...text })),
    sources: sourcesOf(),
  } satisfies Omit<Bundle, 'version'>
  return { ...content, version: contentHash(content) }
}

/** SHA-256 of a document, base64url. */
export function contentHash(document: object): string {
  return createHash('sha256').update(JSON.stringify(document)).digest('base64url')
}

function indicatorsOf(): Bundle['indicators'] {
  return INDICATORS.map((row) => ({
    key: row.key,
    zh: row.zh,
    en: row.en,
    bo: row.bo,
    quantity: row.quantity,
    base: row.base,
    formUnit: row.formUnit,
    formFactor: row.formFactor,
    max: LARGEST[row.quantity],
    additive: row.additive,
    course: row.course,
    partOf: row.partOf,
    isLocal: row.localTo !== null,
  }))
}

function sourcesOf(): Bundle['sources'] {
  return Object.entries(CHECK_CITATIONS).map(([check, citation]) => ({
    check,
    instrument: citation.instrumentZh,
    clause: citation.clause,
    edition: citation.edition,
    inForceFrom: citation.inForceFrom,
    status: citation.status,
  }))
}

interface Names {
  zh: string
  en: string
  bo?: string | null
}

function named(code: string, { zh, en, bo = null }: Names) {
  return { code, zh, en, bo }
}

function namedAll(names: Readonly<Record<string, Names>>) {
  return Object.entries(names).map(([code, row]) => named(code, row))
}
