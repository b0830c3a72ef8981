/** Direct reports (直报, 越级): which county is asked for one, on which grounds, by when. */
import { v7 as uuidv7 } from 'uuid'
import type { NewDeadline } from '../deadlines/rules.ts'
import { isTargetTier, type NewEscalation, passTo, type TargetTier } from '../escalations/rules.ts'
import { fromReport } from '../evaluations/chain.ts'
import { severityRank } from '../evaluations/severity-rank.ts'
import type { ChainItem } from '../evaluations/types.ts'
import { ancestorAt, covers, tierOf } from '../regions/codes.ts'
import type { Reason } from '../regulations/citation.ts'
import { type Figures, INDICATOR_KEYS, type IndicatorKey } from '../regulations/indicators.ts'
import { TIERS, type Tier } from '../regulations/vocabulary.ts'
import type { Judgement } from './judge-event.ts'
import { rollUp } from './roll-up.ts'
import type { EventState } from './state.ts'

/** The duty of the chain that leaps over tiers. */
const DIRECT = 'direct_report'
const INDICATORS: ReadonlySet<string> = new Set(INDICATOR_KEYS)

/** What asks for direct reports: the event as judged, and the unit whose word, or place in it, is looked at. */
export interface AskedDirectly {
  event: Pick<EventState, 'id' | 'latest' | 'directReports' | 'ended' | 'withdrawn'>
  /** the event without this word */
  before: Pick<EventState, 'latest'>
  regionCode: string
  /** what stands behind it: the report, the correction of the event, or the merge */
  causeId: string
  now: Date
  judgement: Pick<Judgement, 'evaluation' | 'facts' | 'standing'>
  /** circumstances that the word itself ticks */
  stated: readonly string[]
}

/** A direct report that is asked for, with the clause whose limit it has. */
interface DirectReport {
  escalation: NewEscalation
  item: ChainItem
}

/**
 * Direct reports: to the tiers that the clauses name and to the city at the same time. Each tier is asked once on each
 * ground of each county; grounds that bind together are asked for together.
 *
 * @returns `owed` without the duties to acknowledge, which follow from the escalations
 */
export function directReports(asked: AskedDirectly): { escalations: NewEscalation[]; owed: NewDeadline[] } {
  const binding = bindingOn(asked)
  const direct = binding.flatMap(({ escalation, items }): DirectReport[] => {
    const item = items.find(({ because }) =>
      because.some(({ rule }) => !asked.event.directReports.has(askedFor(escalation, rule))),
    )
    return item ? [{ escalation, item }] : []
  })
  const askedBefore = binding.filter((one) => !direct.some(({ escalation }) => escalation === one.escalation))
  return {
    escalations: direct.map(({ escalation }) => escalation),
    owed: [
      ...direct.flatMap((one) => owedFor(one, asked)),
      ...askedBefore.flatMap(({ escalation }) => owedStill(escalation, asked)),
    ],
  }
}

/** What binds this county now, tier by tier, whether or not it was asked before. */
function bindingOn(asked: AskedDirectly): { escalation: NewEscalation; items: ChainItem[] }[] {
  const { event, regionCode, causeId, now, judgement } = asked
  const items = judgement.evaluation.chain
    .filter(({ duty }) => duty === DIRECT)
    .flatMap((item) => ownItem(item, asked))
  const from = items.map((item) => nodeOf(item, regionCode)).find((node) => node !== null)
  const tiers = new Set<TargetTier>(['city', ...items.flatMap(({ to }) => to.filter(isTargetTier))])
  return [...tiers].flatMap((tier) => {
    const binding = items.filter(({ to }) => tier === 'city' || to.includes(tier))
    const [escalation] = passTo([tier], {
      eventId: event.id,
      severityRank: severityRank(judgement.standing),
      fromCode: from ?? regionCode,
      cause: { kind: 'direct_report', id: causeId, because: binding.flatMap(({ because }) => because) },
      now,
    })
    return escalation ? [{ escalation, items: binding }] : []
  })
}

/**
 * What of a clause binds this county. It is the event that is measured, but who has no part in what was measured has
 * nothing to report. Who had spoken before owes it from the word that asks it of them, also where all of that was
 * withdrawn meanwhile. (Inferred: the texts speak of one county.)
 */
function ownItem(
  item: ChainItem,
  { event, before, regionCode, judgement, stated }: AskedDirectly,
): ChainItem[] {
  const node = nodeOf(item, regionCode) ?? regionCode
  const part = rollUp(unitsOf(event), node)
  const because = item.because.filter((reason) => isOwnGround(reason, part, stated))
  if (because.length === 0) return []
  const hadSpoken = [...before.latest.keys(), ...event.withdrawn].some((code) => covers(node, code))
  return [{ ...(hadSpoken ? fromReport(item, judgement.facts) : item), because }]
}

/** A measured ground is a county's own where any of the figures is; a ticked circumstance where its own report ticks it. */
function isOwnGround({ figure, value }: Reason, part: Figures, stated: readonly string[]): boolean {
  if (figure === 'criteria') return stated.includes(String(value))
  const measured = figure?.split('+').filter((name): name is IndicatorKey => INDICATORS.has(name)) ?? []
  return measured.length === 0 || measured.some((key) => (part[key] ?? 0) > 0)
}

function unitsOf({ latest }: Pick<EventState, 'latest'>) {
  return [...latest].map(([regionCode, figures]) => ({ regionCode, figures }))
}

/** The unit that owes an item of the chain: the reporting one, or the one above it of that tier. */
export function nodeOf({ from }: Pick<ChainItem, 'from'>, regionCode: string): string | null {
  if (!TIERS.includes(from as Tier)) return null
  return tierOf(regionCode) === from ? regionCode : ancestorAt(regionCode, from as Tier)
}

/** What a direct report was asked for: by which rule, of whom, to whom. DIRECT_REPORTS makes the same key. */
export function askedFor(
  { toTier, ownerCode }: Pick<NewEscalation, 'toTier' | 'ownerCode'>,
  rule: string,
): string {
  return `${rule} ${toTier} ${ownerCode}`
}

/** Each direct report out of the house is a duty with the limit of its clause. */
function owedFor(
  { escalation, item: { dueAt, limit } }: DirectReport,
  { event, now }: AskedDirectly,
): NewDeadline[] {
  if (escalation.toCode !== null || dueAt === null || !('minutes' in limit)) return []
  return [
    {
      id: uuidv7(),
      eventId: event.id,
      regionCode: escalation.ownerCode,
      duty: DIRECT,
      subjectId: escalation.id,
      setAt: now,
      dueAt,
      limit,
      because: escalation.because,
      metAt: null,
      metById: null,
      missedAt: null,
    },
  ]
}

/**
 * What was missed before everything was withdrawn is owed still once its ground is back: with the instants that it had,
 * since it was missed once and is not missed again.
 */
function owedStill({ toTier, ownerCode, because }: NewEscalation, { event }: AskedDirectly): NewDeadline[] {
  const rules = new Set(because.map(({ rule }) => rule))
  return event.ended
    .filter((one) => one.duty === DIRECT && one.regionCode === ownerCode && one.toTier === toTier)
    .filter((one) => one.because.some(({ rule }) => rules.has(rule)))
    .map(({ toTier: _, isClosed: __, ...duty }) => ({
      ...duty,
      id: uuidv7(),
      eventId: event.id,
      metAt: null,
      metById: null,
    }))
}
