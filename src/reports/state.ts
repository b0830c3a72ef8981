import type { Binding, Caller, Language } from '../accounts/caller.ts'
import type { NewDeadline } from '../deadlines/rules.ts'
import type { EVENT_STATES } from '../events/tables.ts'
import type { Reason } from '../regulations/citation.ts'
import type { Figures, IndicatorKey } from '../regulations/indicators.ts'
import type { SeverityLevel, Stage } from '../regulations/vocabulary.ts'
import type { ForwardedState } from '../routing/rules.ts'
import { partChains } from './chains-of-unit.ts'
import { type CourseState, courseState, type RawCourse } from './course-state.ts'
import { ADDITIVE_FIGURES, JUDGED_FIGURES } from './read-state.ts'

/** What READ_STATE gives, with instants as Dates and lists as maps: the working model of one batch. */
export interface BatchState {
  now: Date
  callers: ReadonlyMap<string, Caller>
  nodes: ReadonlyMap<string, NodeState>
  replaysByKey: Map<string, Replay>
  replaysByVersion: Map<string, Replay>
  versions: Map<string, VersionRef>
  /** events that were merged into others, by id */
  merged: ReadonlyMap<string, string>
  events: Map<string, EventState>
  /** held reports that were released or refused before */
  settled: ReadonlySet<string>
  /** drafts of tiers' own reports that were given up */
  discardedDrafts: ReadonlySet<string>
  /** ids that tiers' own drafts have: none but the signed draft is reported under one */
  draftIds: ReadonlySet<string>
  routingStamp: string
  localRulesStamp: string
}

export interface NodeState {
  regionCode: string
  nameZh: string
  openedOn: string
  closedOn: string | null
}

/** What was answered to a key, or about a version. */
export interface Replay {
  accountId: string
  key: string
  bodyHash: string
  versionId: string
  status: 201 | 202
  reply: string
}

interface VersionRef {
  id: string
  chainId: string
  eventId: string
}

export interface EventState {
  id: string
  hazard: string
  subhazard: string | null
  title: string | null
  regionCode: string
  occurredAt: Date
  state: (typeof EVENT_STATES)[number]
  isExercise: boolean
  severity: SeverityLevel | null
  severityRank: number
  facts: Record<string, unknown>
  /** what it was taken for before it was corrected (勘误) */
  formerHazards: readonly string[]
  regions: string[]
  /** the chain of each unit that counts, or counted last */
  chains: Map<string, ChainState>
  /** other chains of these units, after a merge: they count again only where the one that counts is withdrawn */
  beside: readonly ChainState[]
  latest: Map<string, Figures>
  /** the versions that the latest figures are; read only where a draft is signed off, else null */
  latestVersions: Map<string, string> | null
  course: CourseState
  deadlines: DeadlineState[]
  /** ladder -> its last answer */
  answers: Map<string, LadderState>
  /** `rule tier owner` of each direct report already asked for */
  directReports: Set<string>
  /** first and direct reports that ended unmade, with the closing or because everything was withdrawn; the last first */
  ended: readonly EndedDuty[]
  /** units that have taken back what they said */
  withdrawn: readonly string[]
  forwarded: ForwardedState[]
}

/** What a ladder last said, and on which grounds. */
export interface LadderState {
  level: SeverityLevel | null
  because: readonly Reason[]
}

export interface ChainState {
  id: string
  /** the event where it stands: this one, or one that was merged into it */
  eventId: string
  regionCode: string
  headVersionId: string
  headNumber: number
  stage: Stage
  isWithdrawn: boolean
  firstReceivedAt: Date
  headReceivedAt: Date
  /** the head was returned for correction (退回): the next version is owed, whatever its stage */
  isReturned: boolean
  /** figures of the head */
  figures: Figures
  /** what stood before the head took it back without a word, while it owes that word */
  unexplained: Figures
}

export interface DeadlineState {
  id: string
  regionCode: string
  duty: string
  subjectId: string
  setAt: Date
  dueAt: Date
  metAt: Date | null
  missedAt: Date | null
  because: unknown
}

/** A report that was owed until its event was closed, or until every report of it was withdrawn. */
interface EndedDuty {
  duty: 'first_report' | 'direct_report'
  regionCode: string
  subjectId: string
  setAt: Date
  dueAt: Date
  limit: NewDeadline['limit']
  because: readonly Reason[]
  missedAt: Date | null
  /** to whom a direct report goes */
  toTier: string | null
  isClosed: boolean
}

type UnitFigures = [regionCode: string, ...figures: (number | null)[]]

/** READ_STATE's JSON, as PostgreSQL sends it: instants are text. */
export interface RawState {
  now: string
  callers: {
    accountId: string
    sessionId: string
    kind: 'person' | 'system'
    language: Language
    bindings: Binding[]
  }[]
  nodes: NodeState[]
  replays: Replay[]
  versions: VersionRef[]
  merged: { id: string; root: string }[]
  settled: string[]
  draftIds: string[]
  discardedDrafts: string[]
  events: RawEvent[]
  routingRules: { count: number; latest: string | null }
  localRules: { count: number; latest: string | null }
}

type RawEvent = Omit<
  EventState,
  | 'occurredAt'
  | 'chains'
  | 'beside'
  | 'latest'
  | 'latestVersions'
  | 'course'
  | 'deadlines'
  | 'answers'
  | 'directReports'
  | 'ended'
  | 'regions'
> & {
  occurredAt: string
  course: RawCourse
  regions: string[] | null
  chains: RawChain[]
  /** a region code and its figures, in the order of JUDGED_FIGURES */
  latest: UnitFigures[]
  /** the same of units directly below one that reports, in the order of ADDITIVE_FIGURES */
  below: UnitFigures[]
  latestVersions: Record<string, string> | null
  deadlines: Dated<DeadlineState>[]
  ended: Dated<EndedDuty>[]
  answers: Record<string, LadderState>
  directReports: string[]
}

type Dated<Duty> = {
  [Key in keyof Duty]: Key extends `${string}At` ? Exclude<Duty[Key], Date> | string : Duty[Key]
}

export type RawChain = Omit<ChainState, 'firstReceivedAt' | 'headReceivedAt'> & {
  firstReceivedAt: string
  headReceivedAt: string
  counts: boolean
}

/** Makes the working model from what was read. */
export function batchState(raw: RawState): BatchState {
  return {
    now: new Date(raw.now),
    callers: new Map(raw.callers.map((caller) => [caller.sessionId, caller])),
    nodes: new Map(raw.nodes.map((node) => [node.regionCode, node])),
    replaysByKey: new Map(raw.replays.map((replay) => [keyOf(replay.accountId, replay.key), replay])),
    replaysByVersion: new Map(raw.replays.map((replay) => [replay.versionId, replay])),
    versions: new Map(raw.versions.map((version) => [version.id, version])),
    merged: new Map(raw.merged.map(({ id, root }) => [id, root])),
    settled: new Set(raw.settled),
    draftIds: new Set(raw.draftIds),
    discardedDrafts: new Set(raw.discardedDrafts),
    events: new Map(raw.events.map((event) => [event.id, eventState(event)])),
    routingStamp: `${raw.routingRules.count} ${raw.routingRules.latest}`,
    localRulesStamp: `${raw.localRules.count} ${raw.localRules.latest}`,
  }
}

/** Idempotency keys are scoped to the account. */
export function keyOf(accountId: string, key: string): string {
  return `${accountId} ${key}`
}

/** Only what was given: not given is not zero. */
function givenFigures(keys: readonly IndicatorKey[], values: readonly (number | null)[]): Figures {
  const figures: Figures = {}
  keys.forEach((key, i) => {
    const value = values[i]
    if (typeof value === 'number') figures[key] = value
  })
  return figures
}

/** The figures that count in an event: what is judged of every unit, and all that adds up of those to be compared. */
function latestFigures({ latest, below }: Pick<RawEvent, 'latest' | 'below'>): Map<string, Figures> {
  const found = new Map(latest.map(([code, ...values]) => [code, givenFigures(JUDGED_FIGURES, values)]))
  for (const [code, ...values] of below) {
    found.set(code, { ...found.get(code), ...givenFigures(ADDITIVE_FIGURES, values) })
  }
  return found
}

function eventState({ below, ...raw }: RawEvent): EventState {
  return {
    ...raw,
    occurredAt: new Date(raw.occurredAt),
    regions: raw.regions ?? [],
    ...partChains(raw.chains),
    course: courseState(raw.course),
    latest: latestFigures({ latest: raw.latest, below }),
    latestVersions: raw.latestVersions && new Map(Object.entries(raw.latestVersions)),
    deadlines: raw.deadlines.map((deadline) => ({
      ...deadline,
      setAt: new Date(deadline.setAt),
      dueAt: new Date(deadline.dueAt),
      metAt: deadline.metAt === null ? null : new Date(deadline.metAt),
      missedAt: deadline.missedAt === null ? null : new Date(deadline.missedAt),
    })),
    ended: raw.ended.map((one) => ({
      ...one,
      setAt: new Date(one.setAt),
      dueAt: new Date(one.dueAt),
      missedAt: one.missedAt === null ? null : new Date(one.missedAt),
    })),
    answers: new Map(Object.entries(raw.answers)),
    directReports: new Set(raw.directReports),
  }
}
