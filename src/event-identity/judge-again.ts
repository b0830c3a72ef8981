import { eq } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Config } from '../config.ts'
import type { Db } from '../db/client.ts'
import { openEscalations } from '../escalations/open-escalations.ts'
import { isTargetTier, passUpTo } from '../escalations/rules.ts'
import { passesTo } from '../evaluations/desk.ts'
import { evaluate, UnjudgeableError } from '../evaluations/evaluate.ts'
import { graver, severityRank } from '../evaluations/severity-rank.ts'
import type { Circumstances, Evaluation, Facts, LadderAnswer } from '../evaluations/types.ts'
import { events, severityAnswers } from '../events/tables.ts'
import { readApprovedRules } from '../local-rules/store.ts'
import { cityOf } from '../regions/codes.ts'
import type { Reason } from '../regulations/citation.ts'
import type { HazardCode, SubhazardCode } from '../regulations/hazards.ts'
import type { Figures } from '../regulations/indicators.ts'
import { gravestOf, saysSomethingNew } from '../reports/judge-event.ts'
import { rollUp } from '../reports/roll-up.ts'
import { unjudgeable } from '../reports/unjudgeable.ts'
import { readLatest } from './store.ts'

type EventRow = typeof events.$inferSelect

/** What the gravity of an event rests on, as it stands in its row. */
export interface Standing {
  severity: EventRow['severity']
  severityRank: number
  severitySince: string | null
  answers: Record<string, { level: EventRow['severity']; because: readonly Reason[] }>
  facts: Record<string, unknown>
}

/** An event as it was judged anew. */
export interface Judged {
  standing: Standing
  evaluation: Evaluation
  facts: Facts
}

/** The standing of an event's row, as it is kept with an act. */
export function standingOf(event: EventRow): Standing {
  return {
    severity: event.severity,
    severityRank: event.severityRank,
    severitySince: event.severitySince?.toISOString() ?? null,
    answers: event.answers as Standing['answers'],
    facts: event.facts as Standing['facts'],
  }
}

/**
 * Judges an event anew by the figures that count in it now (重新研判). The gravest answer ever given stands, and once people
 * have lowered it what a ladder says again on the same grounds raises nothing; what rises is passed upward as if a report
 * had raised it.
 *
 * @param facts circumstances that it has now
 * @param causeVersionId the report that stands for the change
 * @returns the standing that was written, and what it rests on
 * @throws Problem unjudgeable-facts where what the event is taken for now contradicts itself
 */
export async function judgeAgain(
  db: Db,
  config: Pick<Config, 'ANY_DEATH_DIRECT_REPORT'>,
  event: EventRow,
  given: { facts: Record<string, unknown>; causeVersionId: string; actId: string; now: Date },
): Promise<Judged> {
  const { facts, causeVersionId, actId, now } = given
  const whole = await factsOf(db, event, facts)
  const evaluation = await judged(db, config, whole)
  const before = standingOf(event)
  const fresh = evaluation.ladders.filter(({ ladder, level }) => before.answers[ladder]?.level !== level)
  const heard = event.severityLoweredAt
    ? gravestOf(
        evaluation.ladders.filter((answer) => saysSomethingNew(answer, before.answers[answer.ladder])),
      )
    : evaluation.severity.level
  const severity = graver(event.severity, heard)
  const rank = severityRank(severity)
  const standing: Standing = {
    severity,
    severityRank: rank,
    severitySince: rank > event.severityRank ? now.toISOString() : before.severitySince,
    answers: { ...before.answers, ...answersOf(fresh) },
    facts,
  }
  await writeStanding(db, event.id, standing)
  const rows = fresh.map(({ ladder, level, because }) => ({
    id: uuidv7(),
    eventId: event.id,
    ladder,
    level,
    because,
    versionId: causeVersionId,
    actId,
    answeredAt: now,
  }))
  if (rows.length > 0) await db.insert(severityAnswers).values(rows)
  if (rank > event.severityRank) await passUpward(db, event, standing, rows[0]?.id ?? causeVersionId, now)
  return { standing, evaluation, facts: whole }
}

async function judged(
  db: Db,
  config: Pick<Config, 'ANY_DEATH_DIRECT_REPORT'>,
  facts: Facts,
): Promise<Evaluation> {
  const switches = { anyDeathDirectReport: config.ANY_DEATH_DIRECT_REPORT }
  try {
    return evaluate(facts, { routingRules: [], switches, localRules: await readApprovedRules(db) })
  } catch (error) {
    if (error instanceof UnjudgeableError) throw unjudgeable(error, '')
    throw error
  }
}

/** Writes what the gravity of an event rests on. */
export async function writeStanding(db: Db, eventId: string, standing: Standing): Promise<void> {
  const { severitySince, ...rest } = standing
  await db
    .update(events)
    .set({ ...rest, severitySince: severitySince === null ? null : new Date(severitySince) })
    .where(eq(events.id, eventId))
}

/** What the judge is given of an event: the figures that count in it now, and its circumstances. */
export async function factsOf(db: Db, event: EventRow, facts: Record<string, unknown>): Promise<Facts> {
  const units = (await readLatest(db, event.id)).map(({ regionCode, figures }) => ({
    regionCode,
    figures: givenOf(figures),
  }))
  return {
    kind: 'natural_disaster',
    // The database holds only codes that reports were allowed to send.
    hazard: event.hazard as HazardCode,
    ...(event.subhazard === null ? {} : { subhazard: event.subhazard as SubhazardCode }),
    regionCode: event.regionCode,
    occurredAt: event.occurredAt,
    figures: rollUp(units, cityOf(event.regionCode) ?? event.regionCode),
    facts: facts as Circumstances,
  }
}

/** Not given is not zero. */
function givenOf(figures: Record<string, number | null>): Figures {
  return Object.fromEntries(Object.entries(figures).filter(([, value]) => value !== null))
}

function answersOf(ladders: readonly LadderAnswer[]): Standing['answers'] {
  return Object.fromEntries(ladders.map(({ ladder, level, because }) => [ladder, { level, because }]))
}

async function passUpward(
  db: Db,
  event: EventRow,
  { severity, severityRank: rank, answers }: Standing,
  causeId: string,
  now: Date,
): Promise<void> {
  const { tier, because } = passesTo('natural_disaster', severity)
  if (!isTargetTier(tier)) return
  const reasons = Object.values(answers).flatMap((answer) =>
    answer.level === severity ? answer.because : [],
  )
  const passed = passUpTo(tier, {
    eventId: event.id,
    severityRank: rank,
    fromCode: event.regionCode,
    cause: { kind: 'severity', id: causeId, because: [...reasons, ...because] },
    now,
  })
  await openEscalations(db, passed, now)
}
