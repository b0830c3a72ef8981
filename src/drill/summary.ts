/** What a drill came to (推演小结), as data: the tables at the end of the timeline. */
import { tierOf } from '../regions/codes.ts'
import type { Reason } from '../regulations/citation.ts'
import { ALL_RULES } from '../regulations/register.ts'
import type { Evidence } from './evidence.ts'
import { outcomeOf } from './expectations.ts'
import { eventAt } from './merged.ts'
import { countTotals } from './totals.ts'

export interface Summary {
  versions: { regionCode: string; stages: string[]; late: number }[]
  severity: { eventId: string; title: string | null; history: { at: string; level: string | null }[] }[]
  totals: { eventId: string; regionCode: string; figures: Readonly<Record<string, number>> }[]
  deadlines: { tier: string; duty: string; met: number; late: number; missed: number; open: number }[]
  escalations: { cause: string; toTier: string; count: number; acknowledged: number; resolved: number }[]
  forwardings: { code: string; forwarded: number; signed: number; refused: number; open: number }[]
  editions: EditionApplied[]
}

/** One edition of one instrument that decided something. */
interface EditionApplied {
  instrument: string
  edition: string
  clauses: string[]
  inForceFrom: string
  status: string
  rules: string[]
  applied: number
  /** the edition of the same rules in force now, where it is another one */
  now: string | null
}

const UPWARD = ['village', 'township', 'county', 'city', 'autonomous_region', 'ministry', 'state_council']

const byTier = (a: string, b: string): number => UPWARD.indexOf(a) - UPWARD.indexOf(b)

export function summarise(evidence: Evidence): Summary {
  const units = Map.groupBy(evidence.versions, ({ regionCode }) => regionCode)
  return {
    versions: [...units].sort().map(([regionCode, chain]) => ({
      regionCode,
      stages: chain.sort((a, b) => a.number - b.number).map(({ stage }) => stage),
      late: chain.filter(({ isLate }) => isLate).length,
    })),
    severity: severityHistories(evidence),
    totals: totalsOf(evidence),
    deadlines: countDeadlines(evidence),
    escalations: countEscalations(evidence),
    forwardings: countForwardings(evidence),
    editions: editionsApplied(evidence),
  }
}

function countDeadlines({ play }: Evidence): Summary['deadlines'] {
  const groups = Map.groupBy(
    play.seen.deadlines.values(),
    ({ node, duty }) => `${tierOf(node.regionCode)} ${duty}`,
  )
  const rows = [...groups].map(([key, owed]) => {
    const [tier = '', duty = ''] = key.split(' ')
    const outcomes = owed.map((one) => outcomeOf(one, play.now))
    const count = (outcome: string) => outcomes.filter((one) => one === outcome).length
    return {
      tier,
      duty,
      met: count('met'),
      late: count('late'),
      missed: count('missed'),
      open: count('open'),
    }
  })
  return rows.sort((a, b) => byTier(a.tier, b.tier) || (a.duty < b.duty ? -1 : 1))
}

function countEscalations({ play }: Evidence): Summary['escalations'] {
  const groups = Map.groupBy(play.seen.escalations.values(), ({ cause, to }) => `${cause} ${to.tier}`)
  const rows = [...groups].map(([key, made]) => {
    const [cause = '', toTier = ''] = key.split(' ')
    const acknowledged = made.filter(({ acknowledgedAt }) => acknowledgedAt !== null).length
    const resolved = made.filter(({ resolvedAt }) => resolvedAt !== null).length
    return { cause, toTier, count: made.length, acknowledged, resolved }
  })
  return rows.sort((a, b) => (a.cause < b.cause ? -1 : a.cause > b.cause ? 1 : byTier(a.toTier, b.toTier)))
}

function countForwardings({ play }: Evidence): Summary['forwardings'] {
  const groups = Map.groupBy(play.seen.forwardings.values(), ({ recipient }) => recipient.code)
  const rows = [...groups].map(([code, made]) => {
    const count = (wanted: string) => made.filter(({ state }) => state === wanted).length
    return {
      code,
      forwarded: made.length,
      signed: count('acknowledged'),
      refused: count('refused'),
      open: count('open'),
    }
  })
  return rows.sort((a, b) => a.open - b.open || (a.code < b.code ? -1 : 1))
}

function severityHistories({ play }: Evidence): Summary['severity'] {
  return [...play.seen.events.values()].map(({ id, title }) => ({
    eventId: id,
    title,
    history: play.entries.flatMap(({ at, changes }) =>
      changes.severity
        .filter(({ event }) => event.id === id)
        .map(({ event }) => ({ at: at.toISOString(), level: event.severity })),
    ),
  }))
}

/** Totals of each county that an event covers, and of the city. */
function totalsOf({ play, versions }: Evidence): Summary['totals'] {
  return [...play.seen.events.values()].flatMap(({ id, regions, regionCode }) => {
    const ofEvent = versions.filter(({ eventId }) => eventAt(play, eventId) === id)
    const city = regionCode.slice(0, 4).padEnd(12, '0')
    const codes = new Set([...regions.map((region) => region.regionCode), city])
    return [...codes].map((code) => ({
      eventId: id,
      regionCode: code,
      figures: countTotals(ofEvent, code),
    }))
  })
}

/** Every reason that was given for anything, by instrument and edition. */
function editionsApplied({ play }: Evidence): EditionApplied[] {
  const { deadlines, escalations, forwardings, events } = play.seen
  const judged = play.entries.flatMap(({ outcome }) =>
    outcome?.kind === 'accepted' ? outcome.accepted.severity.because : [],
  )
  const reasons: Reason[] = [
    ...[...deadlines.values()].flatMap(({ because }) => because),
    ...[...escalations.values()].flatMap(({ because }) => because),
    ...[...forwardings.values()].flatMap(({ because }) => because),
    ...[...events.values()].flatMap(({ ladders }) => ladders.flatMap(({ because }) => because)),
    ...judged,
  ]
  return [...Map.groupBy(reasons, editionKey).values()].flatMap((same) => {
    const [first] = same
    if (!first) return []
    const rules = [...new Set(same.map(({ rule }) => rule))].sort()
    const { instrument, edition, inForceFrom, status } = first
    const clauses = [...new Set(same.map(({ clause }) => clause))]
    return [
      {
        instrument,
        edition,
        clauses,
        inForceFrom,
        status,
        rules,
        applied: same.length,
        now: editionNow(rules, edition),
      },
    ]
  })
}

function editionKey({ instrument, edition, status }: Reason): string {
  return `${instrument} ${edition} ${status}`
}

function editionNow(rules: readonly string[], applied: string): string | null {
  const inForce = ALL_RULES.filter(
    ({ rule, citation }) => rules.includes(rule) && citation.inForceTo === null,
  )
  const other = inForce.find(({ citation }) => citation.edition !== applied)
  return other ? `${other.citation.instrumentZh} ${other.citation.edition}` : null
}
