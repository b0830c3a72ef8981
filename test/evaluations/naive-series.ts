/**
 * What became of every duty of a timeline, found by walking along it: duty by duty, from report to report and from
 * instant to instant, with nothing planned ahead and nothing taken back but what is crossed out in passing.
 */

import type { SeriesItem } from '../../src/evaluations/series.ts'
import type { Facts } from '../../src/evaluations/types.ts'
import type { ReportingDuty } from '../../src/regulations/duty.ts'
import type { RuleSet } from '../../src/regulations/rule-set.ts'
import type { Limit } from '../../src/regulations/vocabulary.ts'
import { countedFrom, type NaiveItem, naiveDue, naiveSeverity } from './naive-chain.ts'
import { readTimeline, type Told } from './naive-knowledge.ts'
import { dateAt, endOfPart } from './wall-clock.ts'

export interface NaiveDuty {
  rule: string
  dueAt: number | null
  state: string
  metAt: number | null
  reached: string[]
}

/** Every duty with its end, by rule and instant. */
export function naiveSeries(items: readonly SeriesItem[], until: number, rules: RuleSet): NaiveDuty[] {
  const all = readTimeline(items, rules).filter(({ at }) => at <= until)
  const told = all.filter(({ isRefused }) => !isRefused)
  const found = rules.duties.flatMap((duty) => {
    const limit = duty.editions[0]?.limit ?? { atOnce: true as const }
    const notes = comesAgain(limit) ? walkRow(duty, limit, told, until) : walkOnce(duty, all, rules)
    return notes.map((note) => closed(duty, note, until))
  })
  return found.sort((a, b) => a.rule.localeCompare(b.rule) || Number(a.dueAt) - Number(b.dueAt))
}

const comesAgain = (limit: Limit) => 'dailyAt' in limit || 'timesDaily' in limit || 'everyDays' in limit

interface Note {
  dueAt: number | null
  metAt: number | null
  reached: Set<string>
  isReplaced?: boolean
}

function closed(
  { rule, to, duty }: ReportingDuty,
  { dueAt, metAt, reached, isReplaced }: Note,
  until: number,
): NaiveDuty {
  const isOver = dueAt !== null && dueAt < until
  const isLate = metAt !== null && dueAt !== null && metAt > dueAt
  const missed = duty === 'casualty_supplement' ? 'lapsed' : 'missed'
  const state = isReplaced
    ? 'lapsed'
    : metAt !== null
      ? isLate
        ? 'met_late'
        : 'met'
      : isOver
        ? missed
        : 'open'
  return { rule, dueAt, state, metAt, reached: to.filter((party) => reached.has(party)) }
}

/** Notes whom a report reached, and that it is done once all have it. */
function sign(note: Note, { to }: ReportingDuty, report: Told): void {
  for (const party of to) if (!report.to || report.to.includes(party)) note.reached.add(party)
  if (to.every((party) => note.reached.has(party))) note.metAt = report.at
}

/** A duty that comes once: from the report that brings it about on, until a report answers it. */
function walkOnce(duty: ReportingDuty, told: readonly Told[], rules: RuleSet): Note[] {
  const notes: Note[] = []
  const look = (owed: readonly NaiveItem[], { at, index, facts }: Told) => {
    const item = owed.find(({ rule }) => rule === duty.rule)
    if (!item) return
    if (notes.length === 0) {
      const dueAt = index === 0 ? item.dueAt : countedFrom(at, item, duty, facts).dueAt
      notes.push(blank(dueAt))
    }
    for (const note of notes) if (isOpen(note)) note.dueAt ??= item.dueAt
  }
  for (const report of told) {
    look(report.owed, report)
    if (report.isRefused) continue
    for (const note of notes) {
      const isOwn = isOpen(note) && report.from === duty.from
      if (isOwn && answersOnce(duty, note, report)) sign(note, duty, report)
    }
    for (const note of notes) {
      const isInTime = note.dueAt === null || note.dueAt >= report.at
      if (isOpen(note) && isInTime && isTooGrave(duty, report, rules)) note.isReplaced = true
    }
    look(report.owedOnceHeard, report)
  }
  return notes
}

const isOpen = ({ metAt, isReplaced }: Note) => metAt === null && !isReplaced

/** It is for what is less grave than this report. */
function isTooGrave({ when }: ReportingDuty, { facts }: Told, rules: RuleSet): boolean {
  const { belowSeverity } = when
  if (!belowSeverity) return false
  const gravestFirst = ['especially_serious', 'serious', 'relatively_serious', 'ordinary']
  const level = naiveSeverity(facts.figures, rules)
  return level !== null && gravestFirst.indexOf(level) <= gravestFirst.indexOf(belowSeverity)
}

const blank = (dueAt: number | null): Note => ({ dueAt, metAt: null, reached: new Set() })

function answersOnce({ duty }: ReportingDuty, { dueAt }: Note, { at, facts }: Told): boolean {
  if (duty === 'verified_report') return facts.stage === 'verified'
  if (duty !== 'casualty_supplement') return true
  const { figures, previous = {} } = facts
  const isOther = (now: number | undefined, before: number | undefined) =>
    now !== undefined && now !== (before ?? 0)
  const changed = isOther(figures.dead, previous.dead) || isOther(figures.missing, previous.missing)
  return changed && isFollowing(facts) && (dueAt === null || at <= dueAt)
}

const isFollowing = ({ stage }: Facts) => stage === 'follow_up' || stage === 'verified'

/** A duty that comes again and again: instant after instant as they pass, and always the one that comes next. */
function walkRow(duty: ReportingDuty, limit: Limit, told: readonly Told[], until: number): Note[] {
  const ends = Boolean(duty.onlyDaily || duty.untilStable)
  const row: { passed: Note[]; ahead: Note | null } = { passed: [], ahead: null }
  const isOver = (due: number, report: Told) => ends && report.stableAt !== null && due > report.stableAt
  const noteOf = (due: number) =>
    row.passed.find(({ dueAt }) => dueAt === due) ?? (row.ahead?.dueAt === due ? row.ahead : blank(due))
  /** the first instant after another, as the reports up to one of them have it */
  const next = (at: number, report: Told): number | null => {
    const due = called(duty, limit, told.slice(0, report.index + 1), at)
    return due === null || isOver(due, report) ? null : due
  }
  const pass = (from: number, to: number, report: Told) => {
    for (let due = next(from, report); due !== null && due <= to; due = next(due, report)) keep(noteOf(due))
  }
  const keep = (note: Note) => {
    if (!row.passed.includes(note)) row.passed.push(note)
  }
  const answer = (report: Told, state: Told): boolean => {
    const coming = next(report.at, state)
    const open = [...row.passed, ...(coming === null || isOver(coming, report) ? [] : [noteOf(coming)])]
      .filter(({ dueAt, metAt }) => metAt === null && fits(limit, Number(dueAt), report.at))
      .sort((a, b) => Number(a.dueAt) - Number(b.dueAt))
    const [note] = open
    if (!note || report.from !== duty.from || !isFollowing(report.facts)) return false
    sign(note, duty, report)
    if (note.metAt !== null) keep(note)
    else if (note.dueAt === coming) row.ahead = note
    return true
  }
  for (const [index, report] of told.entries()) {
    const before = told[index - 1]
    if (before) pass(before.at, report.at, before)
    const crossedOut = ({ dueAt, metAt }: Note) => metAt === null && isOver(Number(dueAt), report)
    row.passed = row.passed.filter((note) => !crossedOut(note))
    if (row.ahead && crossedOut(row.ahead)) row.ahead = null
    const isDone = before !== undefined && answer(report, before)
    pass(report.at - 1, report.at, report)
    if (!isDone) answer(report, report)
    // one that has only reached some is dropped where it is not the next any more
    if (row.ahead && next(report.at, report) !== row.ahead.dueAt) row.ahead = null
  }
  const last = told.at(-1)
  if (!last) return []
  pass(last.at, until, last)
  const coming = next(until, last)
  if (coming !== null) keep(noteOf(coming))
  return row.passed
}

/** The next instant of a row after another, by the newest report of a unit whose latest one calls for it. */
function called(duty: ReportingDuty, limit: Limit, told: readonly Told[], after: number): number | null {
  if (told.some(({ from, facts }) => from === duty.from && facts.stage === 'verified')) return null
  const latest = told.filter(
    (report, index) => !told.slice(index + 1).some(({ unit }) => unit === report.unit),
  )
  const calling = latest.findLast(({ owed }) => owed.some(({ rule }) => rule === duty.rule))
  if (!calling) return null
  const toAll = told.findLast(
    ({ from, to }) => from === duty.from && duty.to.every((party) => !to || to.includes(party)),
  )
  const reportedAt = 'everyDays' in limit ? toAll && new Date(toAll.at) : undefined
  return naiveDue(limit, Number(calling.facts.occurredAt), {
    ...calling.facts,
    reportedAt,
    now: new Date(after + 1),
  })
}

function fits(limit: Limit, due: number, at: number): boolean {
  if ('dailyAt' in limit) return dateAt(due) === dateAt(at)
  if ('timesDaily' in limit) return endOfPart(limit.timesDaily, at) === due
  return 'everyDays' in limit && Math.abs(due - at) < limit.everyDays * 24 * 3_600_000
}
