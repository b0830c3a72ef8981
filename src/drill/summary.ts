/** What a drill came to (推演小结), as data: the tables at the end of the timeline. */
import { tierOf } from '../regions/codes.ts'
import type { Reason } from '../regulations/citation.ts'
import { ALL_RULES } from '../regulations/register.ts'
import type { Evidence } from './evidence.ts'
import { outcomeOf } from './expectations.ts'
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
export interface EditionApplied {
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

export function summarise(evidence: Evidence): Summary {
  const { play, versions } = evidence
  const { deadlines, escalations, forwardings } = play.seen
  const units = Map.groupBy(versions, ({ regionCode }) => regionCode)
  return {
    versions: [...units].sort().map(([regionCode, chain]) => ({
      regionCode,
      stages: chain.sort((a, b) => a.number - b.number).map(({ stage }) => stage),
      late: chain.filter(({ isLate }) => isLate).length,
    })),
    severity: severityHistories(evidence),
    totals: totalsOf(evidence),
    deadlines: [
      ...Map.groupBy(deadlines.values(), (one) => `${tierOf(one.node.regionCode)} ${one.duty}`),
    ].map(([key, owed]) => {
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
    }),
    escalations: [...Map.groupBy(escalations.values(), (one) => `${one.cause} ${one.to.tier}`)].map(
      ([key, made]) => {
        const [cause = '', toTier = ''] = key.split(' ')
        const acknowledged = made.filter(({ acknowledgedAt }) => acknowledgedAt !== null).length
        const resolved = made.filter(({ resolvedAt }) => resolvedAt !== null).length
        return { cause, toTier, count: made.length, acknowledged, resolved }
      },
    ),
    forwardings: [...Map.groupBy(forwardings.values(), (one) => one.recipient.code)].map(([code, made]) => ({
      code,
      forwarded: made.length,
      signed: made.filter(({ state }) => state === 'acknowledged').length,
      refused: made.filter(({ state }) => state === 'refused').length,
      open: made.filter(({ state }) => state === 'open').length,
    })),
    editions: editionsApplied(evidence),
  }
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
    const ofEvent = versions.filter(({ eventId }) => eventId === id)
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
