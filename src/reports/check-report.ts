import { type CheckedFacts, checkFigures, checksOf } from '../evaluations/checks.ts'
import { rulesFor } from '../evaluations/local-rules.ts'
import { refusalsOf } from '../evaluations/refusals.ts'
import type { Violation } from '../evaluations/types.ts'
import { Problem } from '../problems/problem.ts'
import { codeAbove, tierOf } from '../regions/codes.ts'
import { sumUnder } from '../registers/rules/sum-rows.ts'
import type { HazardCode, SubhazardCode } from '../regulations/hazards.ts'
import type { Figures } from '../regulations/indicators.ts'
import type { LocalRule } from '../regulations/local-rule.ts'
import { NATIONAL_RULES } from '../regulations/rule-set.ts'
import { shanghaiDay } from '../shanghai.ts'
import { unitsBelow } from './below.ts'
import { photosMissing } from './photos.ts'
import { type PreviousReport, previousOf, saysWhose, withWhatStood } from './previous-report.ts'
import type { NewReport } from './schemas.ts'
import type { ChainState, EventState } from './state.ts'

/** A report beside what stands around it. */
export interface CheckedReport {
  report: Pick<NewReport, 'regionCode' | 'stage' | 'figures' | 'facts' | 'explanation' | 'event'>
  event: Pick<EventState, 'id' | 'hazard' | 'subhazard' | 'occurredAt' | 'latest' | 'course'>
  chain: ChainState | null
  /** what the unit adds to the figures of those below, where it says so */
  ownAdditional?: Figures
  /** the bureau's own rules, whatever their days and places */
  localRules: readonly LocalRule[]
  now: Date
}

/**
 * Every check that a report does not pass.
 */
export function violationsOf(checked: CheckedReport): Violation[] {
  const { report, event, localRules } = checked
  const onDay = shanghaiDay(event.occurredAt)
  const rules = rulesFor(NATIONAL_RULES, localRules, onDay, report.regionCode)
  const photos = event.course.verification?.photos ?? null
  const previous = previousOf(checked)
  const facts = factsOf(checked)
  const found = checkFigures(facts, checksOf(rules)).map((one) => withWhatStood(one, facts))
  return [...found.map((one) => saysWhose(one, previous)), ...photosMissing(report, photos, onDay)]
}

function factsOf({ report, event, chain, ownAdditional, now }: CheckedReport) {
  return {
    kind: 'natural_disaster',
    hazard: event.hazard as HazardCode,
    ...subhazardOf(report.regionCode, describedSubhazard(report.event, event) ?? event.subhazard),
    regionCode: report.regionCode,
    occurredAt: event.occurredAt,
    stage: report.stage,
    figures: report.figures as Figures,
    ...(report.facts ? { facts: report.facts } : {}),
    ...(chain ? { previous: { ...chain.figures, ...chain.unexplained }, previousStage: chain.stage } : {}),
    correctionApproved: chain?.isReturned || (report.stage === 'verified' && chain?.stage === 'verified'),
    ...(report.explanation ? { explanation: report.explanation } : {}),
    ...(ownAdditional ? { ownAdditional } : {}),
    reportedAt: now,
    ...standsAround(event, report),
  } as const
}

/**
 * The hard checks. Those that are stored all the same (`refusalsOf`) are let through, with a duty to correct them; beside
 * one that refuses they are named too, after it, so that all is put right at once.
 *
 * @throws Problem rules-violated
 */
export function mustPass(violations: readonly Violation[], checked: CheckedReport): void {
  const { report, chain } = checked
  const { stage, figures } = report
  const previous = chain ? { previous: chain.figures } : {}
  const refusing = refusalsOf(violations, { stage, figures: figures as Figures, ...previous })
  const first = refusing[0]
  if (!first) return
  const others = violations.filter((one) => one.kind === 'hard' && !refusing.includes(one))
  const hard = [...refusing, ...others]
  throw new Problem('rules-violated', `${first.rule}: ${first.textEn}`, {
    errors: hard.flatMap((one, i) => errorsOf(one, hard.slice(0, i))),
    violations: hard,
    ...headOf(previousOf(checked)),
  })
}

/** One for each field; what the same check has said of a further field already is not said of it again. */
function errorsOf({ rule, pointers, textEn }: Violation, before: readonly Violation[]) {
  const isSaid = (pointer: string) =>
    before.some((one) => one.rule === rule && one.pointers.includes(pointer))
  return pointers
    .filter((pointer, i) => i === 0 || !isSaid(pointer))
    .map((pointer) => ({ pointer, code: rule, detail: textEn }))
}

/** The event that a first report came to, and the report of its unit that stands there. */
function headOf(previous: PreviousReport | null) {
  if (!previous) return {}
  const { eventId, versionId, number, receivedAt, figures } = previous
  return { eventId, head: { versionId, number, receivedAt, figures } }
}

/** The sub-hazard that a report gives its event; what it says of another hazard, by which the event went before, is not one. */
export function describedSubhazard(
  described: Pick<NonNullable<NewReport['event']>, 'hazard' | 'subhazard'> | undefined,
  { hazard }: Pick<EventState, 'hazard'>,
): string | null {
  return described?.hazard === hazard ? (described.subhazard ?? null) : null
}

/**
 * What the figures of a unit are compared with besides its own report before: the units directly below it, each by its own
 * word or by those below it (C19), and at the verified report the rows of its registers (C15, C16), which may lag behind
 * until then.
 */
function standsAround(
  { latest, course: { verification } }: Pick<EventState, 'latest' | 'course'>,
  { regionCode, stage }: CheckedReport['report'],
): Pick<CheckedFacts, 'children' | 'registers'> {
  return {
    children: childrenOf(regionCode, latest),
    ...(stage === 'verified' && verification
      ? { registers: sumUnder(verification.registers, regionCode) }
      : {}),
  }
}

/** Once a unit directly below has reported: then a silent one beside it stands by those below it, as in the totals. */
function childrenOf(regionCode: string, latest: EventState['latest']): Figures[] {
  if (![...latest.keys()].some((code) => codeAbove(code) === regionCode)) return []
  const units = [...latest].map(([code, figures]) => ({ regionCode: code, figures }))
  return unitsBelow(units, regionCode).map(({ figures }) => figures)
}

/** The city reports the hazard of the first level (C22): that a county named the sub-hazard is no remark on its report. */
function subhazardOf(regionCode: string, subhazard: string | null): { subhazard?: SubhazardCode } {
  if (subhazard === null || tierOf(regionCode) === 'city') return {}
  return { subhazard: subhazard as SubhazardCode }
}
