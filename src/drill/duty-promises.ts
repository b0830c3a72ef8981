/** Promises about duties, escalations and totals (时限、升级、合计). */
import { tierOf } from '../regions/codes.ts'
import type { Evidence } from './evidence.ts'
import { type Finding, finding } from './finding.ts'
import { countTotals } from './totals.ts'
import type { Deadline } from './watch.ts'

/** Reports that a clause asks for: missed by the city, they go on to the autonomous region. */
const STATUTORY = new Set(['first_report', 'direct_report', 'death_report', 'quick_report'])

export function dutyPromises(evidence: Evidence): Finding[] {
  return [
    missesAreSeen(evidence),
    missesGoUpOnce(evidence),
    causesActOnce(evidence),
    unsignedGoBack(evidence),
    nothingMoved(evidence),
    totalsHold(evidence),
  ]
}

function deadlinesOf({ play }: Evidence): Deadline[] {
  return [...play.seen.deadlines.values()]
}

function missesAreSeen(evidence: Evidence): Finding {
  const now = evidence.play.now.getTime()
  const past = deadlinesOf(evidence).filter(({ dueAt, metAt, replaced }) => {
    const due = Date.parse(dueAt)
    return replaced === null && due < now && (metAt === null || Date.parse(metAt) > due)
  })
  const wrong = deadlinesOf(evidence).filter(
    ({ dueAt, metAt, missedAt }) =>
      missedAt !== null &&
      metAt !== null &&
      Date.parse(metAt) <= Date.parse(dueAt) &&
      Date.parse(missedAt) <= Date.parse(metAt),
  )
  return finding(
    {
      zh: '凡过时限者都记为逾期,按时者从不',
      en: 'Whatever passed its limit is marked missed, what was in time never',
    },
    deadlinesOf(evidence).length,
    [
      ...past.filter(({ missedAt }) => missedAt === null).map((one) => `${nameOf(one)}: not marked`),
      ...wrong.map((one) => `${nameOf(one)}: marked, though it was in time`),
    ],
  )
}

function missesGoUpOnce(evidence: Evidence): Finding {
  const escalations = [...evidence.play.seen.escalations.values()]
  const faults = deadlinesOf(evidence).flatMap((deadline) => {
    const made = escalations.filter(
      ({ cause, causeId }) => cause === 'deadline_missed' && causeId === deadline.id,
    ).length
    const due = escalationsDue(deadline)
    return made === due ? [] : [`${nameOf(deadline)}: ${made} escalations, ${due} due`]
  })
  return finding(
    {
      zh: '每次逾期恰好升级一次,不漏不重',
      en: 'Every miss goes up exactly once: none forgotten, none doubled',
    },
    deadlinesOf(evidence).filter(({ missedAt }) => missedAt !== null).length,
    faults,
  )
}

/**
 * One for a miss below the city, and at the city for what a clause asks for. A duty that was past when it was set,
 * and met in that very moment, is late and nothing more.
 */
function escalationsDue({ missedAt, metAt, setAt, dueAt, duty, node }: Deadline): 0 | 1 {
  if (missedAt === null) return 0
  if (tierOf(node.regionCode) === 'city' && !STATUTORY.has(duty)) return 0
  const wasPastWhenSet = Date.parse(setAt) > Date.parse(dueAt)
  const metAtOnce = metAt !== null && Date.parse(metAt) <= Date.parse(setAt) && missedAt === setAt
  return wasPastWhenSet && metAtOnce ? 0 : 1
}

function causesActOnce({ play }: Evidence): Finding {
  const keys = [...play.seen.escalations.values()].map(
    ({ cause, causeId, step }) => `${cause} ${causeId} step ${step}`,
  )
  return finding(
    { zh: '同一原因同一步只升级一次', en: 'No cause makes the same step twice' },
    keys.length,
    keys.filter((key, i) => keys.indexOf(key) !== i),
  )
}

function unsignedGoBack(evidence: Evidence): Finding {
  const forwardings = [...evidence.play.seen.forwardings.values()]
  const missed = new Set(
    deadlinesOf(evidence)
      .filter(({ duty, missedAt }) => duty === 'sign_for_forwarding' && missedAt !== null)
      .map(({ subjectId }) => subjectId),
  )
  const unsigned = forwardings.filter(({ id, recipient }) => missed.has(id) && recipient.code !== 'ZHZX')
  return finding(
    {
      zh: '逾时未签收的分转恰好退回指挥中心一次',
      en: 'What was not signed for in time goes back to the command centre, once',
    },
    unsigned.length,
    unsigned.flatMap(({ id, recipient }) => {
      const back = forwardings.filter(({ returnsId }) => returnsId === id)
      const isRight = back.length === 1 && back[0]?.recipient.code === 'ZHZX'
      return isRight ? [] : [`${recipient.nameZh}: went back ${back.length} times`]
    }),
  )
}

function nothingMoved({ play }: Evidence): Finding {
  return finding(
    {
      zh: '时限一经设定不被悄悄移动,已有的从不消失',
      en: 'No deadline is moved silently, nothing that was there disappears',
    },
    play.seen.deadlines.size,
    play.moved,
  )
}

/** Where the service quotes a total, it is the one counted again from the latest versions. */
function totalsHold({ play, versions }: Evidence): Finding {
  const latest = new Map<string, { label: string; quoted: [string, number][] }>()
  for (const { step, outcome } of play.entries) {
    if (outcome?.kind !== 'accepted' || step?.what !== 'report') continue
    const { eventId, severity } = outcome.accepted
    const quoted = severity.because.flatMap(({ figure, value }): [string, number][] =>
      figure !== undefined && typeof value === 'number' ? [[figure, value]] : [],
    )
    latest.set(eventId, { label: step.label, quoted })
  }
  const faults = [...latest].flatMap(([eventId, { label, quoted }]) => {
    const ofEvent = versions.filter((version) => version.eventId === eventId)
    const city = ofEvent[0]?.regionCode.slice(0, 4).padEnd(12, '0') ?? ''
    const totals = countTotals(ofEvent, city)
    return quoted
      .filter(([figure, value]) => figure in totals && totals[figure] !== value)
      .map(([figure, value]) => `${label}: ${figure} ${value} was judged, ${totals[figure]} counted`)
  })
  return finding(
    {
      zh: '研判所用合计等于各单位最新版本各计一次',
      en: 'The totals that were judged are the latest version of each unit, once',
    },
    latest.size,
    faults,
  )
}

function nameOf({ node, dutyZh, duty, dueAt }: Deadline): string {
  return `${node.nameZh} ${dutyZh ?? duty} ${dueAt}`
}
