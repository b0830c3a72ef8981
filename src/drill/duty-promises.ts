/** Promises about duties, escalations and totals (时限、升级、合计). */
import { z } from 'zod'
import { COMMAND_CENTRE } from '../accounts/may.ts'
import { cityOf, tierOf } from '../regions/codes.ts'
import { INDICATOR_KEYS } from '../regulations/indicators.ts'
import type { Evidence } from './evidence.ts'
import { type Finding, finding } from './finding.ts'
import { eventAt } from './merged.ts'
import { countTotals } from './totals.ts'
import type { Deadline, LadderAnswer } from './watch.ts'

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
  const goingBack = forwardings
    .filter(({ recipient }) => recipient.code !== COMMAND_CENTRE)
    .filter(({ id, state }) => missed.has(id) || state === 'refused')
  return finding(
    {
      zh: '退回的、逾时未签收的分转恰好转回指挥中心一次,从不无主',
      en: 'What was refused, or not signed for in time, goes back to the command centre once: never ownerless',
    },
    goingBack.length,
    goingBack.flatMap(({ id, recipient }) => {
      const back = forwardings.filter(({ returnsId }) => returnsId === id)
      const isRight = back.length === 1 && back[0]?.recipient.code === COMMAND_CENTRE
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

/** Where the service tells the totals it judged or routed by, they are those counted again as of that instant. */
function totalsHold({ play, versions, decisions }: Evidence): Finding {
  const eventOf = new Map(versions.map(({ versionId, eventId }) => [versionId, eventId]))
  const said = [
    ...decisions.map(({ versionId, decidedAt, facts }) => ({
      eventId: eventAt(play, eventOf.get(versionId) ?? '', Date.parse(decidedAt)),
      at: decidedAt,
      figures: z.object({ figures: z.record(z.string(), z.number()) }).parse(facts).figures,
    })),
    ...[...play.seen.events.values()].flatMap(({ id, ladders }) =>
      ladders.map(({ answeredAt, because }) => ({ eventId: id, at: answeredAt, figures: quotedIn(because) })),
    ),
  ]
  const faults = said.flatMap(({ eventId, at, figures }) => {
    const known = versions.filter(
      (version) =>
        Date.parse(version.receivedAt) <= Date.parse(at) &&
        eventAt(play, version.eventId, Date.parse(at)) === eventId,
    )
    const totals = countTotals(known, cityOf(known[0]?.regionCode ?? '') ?? '')
    return Object.entries(figures)
      .filter(([figure, value]) => totals[figure] !== value)
      .map(([figure, value]) => `${at}: ${figure} ${value} was told, ${totals[figure]} counted`)
  })
  return finding(
    {
      zh: '研判、分转所用合计等于当时各单位最新版本各计一次',
      en: 'The totals judged and routed by are the latest version of each unit then, once',
    },
    said.reduce((count, { figures }) => count + Object.keys(figures).length, 0),
    faults,
  )
}

/** Figures of the form that a reason quotes. */
function quotedIn(because: LadderAnswer['because']): Record<string, number> {
  return Object.fromEntries(
    because.flatMap(({ figure, value }): [string, number][] =>
      INDICATOR_KEYS.some((key) => key === figure) && figure !== undefined && typeof value === 'number'
        ? [[figure, value]]
        : [],
    ),
  )
}

function nameOf({ node, dutyZh, duty, dueAt }: Deadline): string {
  return `${node.nameZh} ${dutyZh ?? duty} ${dueAt}`
}
