/** Where an event stands in its course (灾害过程状态), for whoever reads it. */
import type { z } from 'zod'
import { reasonsOfDecision } from '../evaluations/decided-reasons.ts'
import type { Names } from '../regions/names.ts'
import { RESPONSE_LEVELS } from '../regulations/decided-levels.ts'
import { DECIDING_BODY_ZH, dutyZh, EVENT_STATE_ZH, RESPONSE_KIND_ZH } from '../regulations/labels.ts'
import { shanghaiIso } from '../shanghai.ts'
import type { courseSchema } from './course-schemas.ts'
import type { OwedToday, Standing } from './standing-store.ts'
import { type Because, due, type EventRow, maybeIso, nodeRef } from './views.ts'

/** The codes of every unit that the view names. */
export function codesIn({ responses, orders }: Standing, today: readonly OwedToday[]): string[] {
  return [...responses, ...orders, ...today].map(({ regionCode }) => regionCode)
}

/** The decisions that stand, whether daily follow-ups are asked for and why, and who owes what today. */
export function courseView(
  event: EventRow,
  { responses, orders, grounds }: Standing,
  today: readonly OwedToday[],
  names: Names,
  now: Date,
): z.infer<typeof courseSchema> {
  const isGoing = event.state === 'open' || event.state === 'reopened'
  const isRelief = responses.some(({ kind }) => kind === 'relief')
  const because = [
    ...grounds.flatMap((ground) => ground.because),
    ...(isRelief ? reasonsOfDecision({ reliefResponseOn: true }) : []),
    ...(orders.length > 0 ? reasonsOfDecision({ nilReportOrdered: true }) : []),
  ]
  return {
    stateZh: EVENT_STATE_ZH[event.state],
    stableAt: maybeIso(event.stableAt),
    activeResponses: responses.map((one) => ({
      id: one.id,
      node: nodeRef(one.regionCode, names),
      kind: one.kind,
      kindZh: RESPONSE_KIND_ZH[one.kind],
      level: one.level,
      levelZh: RESPONSE_LEVELS.zh[one.level],
      decidedBy: `${DECIDING_BODY_ZH[one.body]}:${one.name}`,
      startedAt: shanghaiIso(new Date(one.startedAt)),
    })),
    nilReportOrders: orders.map(({ id, regionCode, reason, orderedAt }) => ({
      id,
      node: nodeRef(regionCode, names),
      reason,
      orderedAt: shanghaiIso(new Date(orderedAt)),
    })),
    dailyFollowUps: {
      isOn: isGoing && (grounds.length > 0 || isRelief || orders.length > 0),
      because: because as Because,
    },
    today: today.map(({ regionCode, duty, ...owed }) => ({
      node: nodeRef(regionCode, names),
      duty,
      dutyZh: dutyZh(duty),
      ...due(owed, now),
    })),
  }
}
