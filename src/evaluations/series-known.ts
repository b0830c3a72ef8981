/** What a timeline has told so far: the figures and stage of each unit, who had heard by when, and since when it is stable. */

import type { Party, Receiver } from '../regulations/vocabulary.ts'
import type { ChainItem, Facts, Figures, SeverityLevel } from './types.ts'

type Received = NonNullable<Facts['received']>

/** One report as it was sent. */
export interface Sent {
  at: Date
  from: Party | null
  facts: Facts
  /** whom it reached; null: everybody whom the reporter owed it */
  to: readonly Party[] | null
}

export interface Known {
  figures: Map<string, Figures>
  stages: Map<string, Facts['stage']>
  received: Received
  stableAt?: Date
  level: SeverityLevel | null
}

/** Who hears of a report even where no text obliges the reporter. */
const ABOVE: Partial<Record<Party, Party>> = {
  person_on_site: 'unit',
  unit: 'county',
  village: 'township',
  township: 'county',
  county: 'city',
  city: 'autonomous_region',
  autonomous_region: 'ministry',
}

/** Whose learning starts limits. */
const RECEIVER_OF: Partial<Record<Party, Receiver>> = {
  unit: 'unitHead',
  county: 'county',
  city: 'city',
  autonomous_region: 'region',
}

/** What a verified report starts in the tier above its sender. */
const RECEIVER_OF_VERIFIED: Partial<Record<Party, Receiver>> = {
  city: 'cityVerified',
  autonomous_region: 'regionVerified',
}

/** Nothing has been told yet. */
export function nothingKnown(): Known {
  return { figures: new Map(), stages: new Map(), received: {}, level: null }
}

/** Who reports, as one of its tier: the county, and an enterprise in it, are not one unit. */
export function unitOf({ from, facts }: Pick<Sent, 'from' | 'facts'>): string {
  return `${from} ${facts.regionCode}`
}

/**
 * The facts of a report with what those before it told, where it does not say: previous figures and stage, who had
 * heard by then, and stability. Whoever reports has heard of it.
 */
export function factsAt({ at, from, facts }: Omit<Sent, 'to'>, known: Known): Facts {
  const unit = unitOf({ from, facts })
  const own = from === null ? undefined : RECEIVER_OF[from]
  if (own) known.received[own] ??= at
  Object.assign(known.received, facts.received)
  if (facts.stableAt) known.stableAt = facts.stableAt
  const told = {
    previous: facts.previous ?? known.figures.get(unit),
    previousStage: facts.previousStage === undefined ? known.stages.get(unit) : facts.previousStage,
    stableAt: facts.stableAt ?? notBefore(facts.occurredAt, known.stableAt),
  }
  return {
    ...facts,
    reportedAt: facts.reportedAt ?? at,
    now: at,
    received: { ...receivedSince(facts.occurredAt, known.received), ...facts.received },
    ...Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined)),
  }
}

/**
 * Adds who heard of it by a report: whom it reached, else the tier above and everybody whom the reporter owed it.
 *
 * @returns the facts with who has heard by now; null where the report was news to nobody
 */
export function hearOf(
  { at, from, facts, to }: Sent,
  chain: readonly ChainItem[],
  known: Known,
): Facts | null {
  const above = from === null ? undefined : ABOVE[from]
  const owed = chain.filter((item) => item.from === from).flatMap((item) => item.to)
  const reached: ReadonlySet<Party> = new Set(to ?? [...(above ? [above] : []), ...owed])
  const receivers = [...reached].map((party) => RECEIVER_OF[party])
  if (facts.stage === 'verified' && above && reached.has(above)) receivers.push(RECEIVER_OF_VERIFIED[above])
  const news = receivers.filter((receiver) => receiver !== undefined && !known.received[receiver])
  if (news.length === 0) return null
  for (const receiver of news) if (receiver) known.received[receiver] = at
  return { ...facts, received: { ...receivedSince(facts.occurredAt, known.received), ...facts.received } }
}

/** Keeps what a report said for those after it: the whole word of its unit, so what it leaves out is said no more. */
export function remember(
  { from, facts }: Pick<Sent, 'from' | 'facts'>,
  level: SeverityLevel | null,
  known: Known,
): void {
  const unit = unitOf({ from, facts })
  known.figures.set(unit, facts.figures)
  known.stages.set(unit, facts.stage ?? 'first')
  known.level = level
}

/** An occurrence that is put later than what was told of it leaves that aside: nobody heard of it before. */
function receivedSince(occurredAt: Date, received: Received): Received {
  return Object.fromEntries(Object.entries(received).filter(([, at]) => notBefore(occurredAt, at)))
}

function notBefore(occurredAt: Date, at: Date | undefined): Date | undefined {
  return at && at >= occurredAt ? at : undefined
}
