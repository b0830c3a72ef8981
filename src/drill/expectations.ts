/** Checks what a drill expects (预期结果) against what the service answers. */
import type { Evidence } from './evidence.ts'
import type { Expectation } from './expectation-schema.ts'
import { type Finding, finding } from './finding.ts'
import { eventAt } from './merged.ts'
import { countTotals, figuresOf, type Version } from './totals.ts'
import type { Deadline } from './watch.ts'

/** Checks all of them, in the order of the file. */
export function checkExpectations(expects: readonly Expectation[], evidence: Evidence): Finding[] {
  return expects.map((expected) => finding(expected.promise, 1, faultsOf(expected, evidence)))
}

function faultsOf(expected: Expectation, evidence: Evidence): string[] {
  const { play, versions } = evidence
  switch (expected.expect) {
    case 'versions':
      return differ(
        expected.stages,
        chainOf(versions, expected.regionCode).map(({ stage }) => stage),
      )
    case 'course_of_figure':
      return differ(
        expected.values,
        chainOf(versions, expected.regionCode).map((one) => figuresOf(one)[expected.figure] ?? null),
      )
    case 'lateness':
      return differ(expected.isLate, versionOf(evidence, expected.label)?.isLate)
    case 'one_event': {
      const events = expected.labels.map((label) => {
        const version = versionOf(evidence, label)
        return version ? eventAt(play, version.eventId) : null
      })
      return differ(
        events.map(() => events[0]),
        events,
      )
    }
    case 'events':
      return differ(expected.count, new Set(versions.map(({ eventId }) => eventId)).size)
    case 'grade':
      return gradeFaults(expected, evidence)
    case 'severity_history':
      return differ(expected.levels, severityHistory(evidence, expected.eventOf))
    case 'deadline':
      return deadlineFaults(expected, evidence)
    case 'escalations':
      return differ(expected.count, countEscalations(expected, evidence))
    case 'forwardings':
      return differ(
        expected.count,
        [...play.seen.forwardings.values()].filter(
          ({ recipient, state }) =>
            recipient.code === expected.recipient &&
            (expected.state === undefined || state === expected.state),
        ).length,
      )
    case 'totals':
      return totalFaults(expected, evidence)
    case 'edition':
      return editionFaults(expected, evidence)
  }
}

/** Nothing where both are the same, otherwise one line that says how they differ. */
function differ(expected: unknown, got: unknown): string[] {
  const [wanted, found] = [JSON.stringify(expected), JSON.stringify(got)]
  return wanted === found ? [] : [`expected ${wanted}, got ${found ?? 'nothing'}`]
}

function chainOf(versions: readonly Version[], regionCode: string): Version[] {
  return versions.filter((version) => version.regionCode === regionCode).sort((a, b) => a.number - b.number)
}

function versionOf({ play, versions }: Evidence, label: string): Version | undefined {
  const id = play.memory.ids.get(label)
  return versions.find(({ versionId }) => versionId === id)
}

function gradeFaults(expected: Extract<Expectation, { expect: 'grade' }>, { play }: Evidence): string[] {
  const entry = play.entries.find(({ step }) => step?.what === 'report' && step.label === expected.label)
  if (entry?.outcome?.kind !== 'accepted') return [`${expected.label} was not accepted`]
  const { level, because } = entry.outcome.accepted.severity
  const editions = because.map(({ edition }) => edition)
  return [
    ...differ(expected.level, level),
    ...(expected.edition === undefined || editions.includes(expected.edition)
      ? []
      : [`expected the edition ${expected.edition}, got ${editions.join(', ') || 'none'}`]),
  ]
}

function severityHistory({ play }: Evidence, label: string): (string | null)[] {
  const id = eventAt(play, play.memory.events.get(label) ?? '')
  return play.entries
    .flatMap(({ changes }) => changes.severity)
    .filter(({ event }) => event.id === id)
    .map(({ event }) => event.severity)
}

function deadlineFaults(
  expected: Extract<Expectation, { expect: 'deadline' }>,
  { play }: Evidence,
): string[] {
  const owed = [...play.seen.deadlines.values()].filter(
    ({ node, duty, replaced }) =>
      node.regionCode === expected.regionCode && duty === expected.duty && replaced === null,
  )
  const outcomes = owed.length === 0 ? ['none'] : owed.map((one) => outcomeOf(one, play.now))
  const { dueAt } = expected
  return [
    ...outcomes
      .filter((outcome) => outcome !== expected.outcome)
      .flatMap((got) => differ(expected.outcome, got)),
    ...(dueAt === undefined
      ? []
      : owed
          .filter((one) => Date.parse(one.dueAt) !== Date.parse(dueAt))
          .flatMap((one) => differ(dueAt, one.dueAt))),
  ]
}

/** What became of a duty. */
export function outcomeOf({ dueAt, metAt }: Deadline, now: Date): 'met' | 'late' | 'missed' | 'open' {
  const due = Date.parse(dueAt)
  if (metAt !== null) return Date.parse(metAt) <= due ? 'met' : 'late'
  return now.getTime() > due ? 'missed' : 'open'
}

function countEscalations(
  { cause, toTier, fromCode, missedDuty }: Extract<Expectation, { expect: 'escalations' }>,
  { play }: Evidence,
): number {
  return [...play.seen.escalations.values()].filter(
    (one) =>
      (cause === undefined || one.cause === cause) &&
      (toTier === undefined || one.to.tier === toTier) &&
      (fromCode === undefined || one.from.regionCode === fromCode) &&
      (missedDuty === undefined || one.missedDuty?.duty === missedDuty),
  ).length
}

function totalFaults(
  expected: Extract<Expectation, { expect: 'totals' }>,
  { play, versions }: Evidence,
): string[] {
  const id = eventAt(play, play.memory.events.get(expected.eventOf) ?? '')
  const totals = countTotals(
    versions.filter(({ eventId }) => eventAt(play, eventId) === id),
    expected.regionCode,
  )
  return Object.entries(expected.figures).flatMap(([figure, value]) =>
    differ(value, totals[figure]).map((fault) => `${figure}: ${fault}`),
  )
}

function editionFaults(
  { rule, edition }: Extract<Expectation, { expect: 'edition' }>,
  { play }: Evidence,
): string[] {
  const applied = [...play.seen.deadlines.values()].flatMap(({ because }) => because)
  const graded = [...play.seen.events.values()].flatMap(({ ladders }) =>
    ladders.flatMap(({ because }) => because),
  )
  const found = [...applied, ...graded].filter((reason) => reason.rule === rule)
  if (found.length === 0) return [`${rule} was not applied`]
  return [...new Set(found.map((reason) => reason.edition))].flatMap((got) => differ(edition, got))
}
