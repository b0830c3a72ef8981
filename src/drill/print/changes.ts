/** What the service did (处置变化), as lines under a step, or on their own where the engine acted. */
import type { Names } from '../names.ts'
import type { Entry } from '../play.ts'
import type { Changes, Deadline, Escalation, Forwarding } from '../watch.ts'
import { citation, citations } from './reasons.ts'
import { both, causeTerm, clock, dutyTerm, ladderTerm, levelTerm, roleTerm, tierTerm } from './terms.ts'

/** A label and what it says. */
export type Line = [label: string, text: string]

/** Duties of the desk are told with the escalation or forwarding that they are about. */
const DESK_DUTIES = new Set(['acknowledge_escalation', 'resolve_escalation', 'sign_for_forwarding'])

export function changeLines({ at, changes }: Pick<Entry, 'at' | 'changes'>, names: Names): Line[] {
  return [
    ...changes.released.map(
      ({ regionCode }): Line => [
        '放行 released',
        `${both(names.unit(regionCode))}: 前一版本已到 its turn has come`,
      ],
    ),
    ...changes.merged.map(({ event, into }): Line => {
      const [from, to] = [event, into].map(({ title, placeZh }) => `${title ?? ''}(${placeZh})`)
      return ['并入 merged', `${from} → ${to}`]
    }),
    ...gradeLines(changes),
    ...changes.covers
      .filter(({ event }) => !changes.opened.some(({ id }) => id === event.id))
      .map(({ regionCode }): Line => ['涉及 covers', `${both(names.unit(regionCode))}`]),
    ...clockLines(changes, at, names),
    ...missedLines(changes, at, names),
    ...changes.escalated.map((one): Line => ['升级 up', escalationText(one, at, names)]),
    ...acknowledgedLines(changes, at, names),
    ...forwardedLines(changes, at, names),
    ...signedLines(changes, names),
  ]
}

function gradeLines({ ladders, severity }: Changes): Line[] {
  return [
    ...ladders.map(({ answer: { ladder, level, because } }): Line => {
      const why = because.map((reason) => `${reasonValue(reason)}${citation(reason)}`).join('; ')
      const text = `${ladderTerm(ladder)} → ${levelTerm(level)}`
      return ['尺度 ladder', level === null ? text : `${text}  ${why}`]
    }),
    ...severity
      .filter(({ event, from }) => event.severity !== from)
      .map(({ event, from }): Line => ['等级 grade', `${levelTerm(from)} → ${levelTerm(event.severity)}`]),
  ]
}

function reasonValue({ figure, value }: { figure?: string | undefined; value?: unknown }): string {
  return figure === undefined ? '' : `${figure}=${value} `
}

function clockLines({ set }: Changes, at: Date, names: Names): Line[] {
  return set
    .filter(({ duty }) => !DESK_DUTIES.has(duty))
    .sort((a, b) => Date.parse(a.dueAt) - Date.parse(b.dueAt))
    .map((one): Line => ['时限 clock', `${deadlineText(one, at, names)}  ${citations(one.because)}`])
}

function deadlineText({ node, duty, dueAt, metAt, isLate, limit }: Deadline, at: Date, names: Names): string {
  const within = 'minutes' in limit ? ` ≤${limit.minutes}分 min` : ''
  const met = metAt === null ? '' : isLate ? ` 迟 LATE ${clock(metAt, at)}` : ` ✓ ${clock(metAt, at)}`
  return `${both(names.unit(node.regionCode))} ${dutyTerm(duty)}${within}, 到期 due ${clock(dueAt, at)}${met}`
}

function missedLines({ missed, met, set, unsigned }: Changes, at: Date, names: Names): Line[] {
  const fresh = new Set(set.map(({ id }) => id))
  const owed = missed.filter(({ id, metAt }) => metAt === null || !fresh.has(id))
  const recipients = new Map(unsigned.map(({ id, recipient }) => [id, both(names.recipient(recipient.code))]))
  const groups = Map.groupBy(owed, ({ duty, dueAt, node }) => `${duty} ${dueAt} ${node.regionCode}`)
  return [
    ...met
      .filter(({ duty, id }) => !DESK_DUTIES.has(duty) && !fresh.has(id))
      .map((one): Line => ['完成 met', deadlineText(one, at, names)]),
    ...[...groups.values()].flatMap((same) => missedLine(same, at, names, recipients)),
  ]
}

/** Duties of one unit that fell due together, with those who did not sign. */
function missedLine(
  same: readonly Deadline[],
  at: Date,
  names: Names,
  recipients: ReadonlyMap<string, string>,
): Line[] {
  const [first] = same
  if (!first) return []
  const times = same.length > 1 ? ` ×${same.length}` : ''
  const by = counted(same.flatMap(({ subjectId }) => recipients.get(subjectId) ?? []))
  const about = by.length > 0 ? `: ${by.join(', ')}` : ''
  const unit = both(names.unit(first.node.regionCode))
  return [
    ['逾期 MISSED', `${unit} ${dutyTerm(first.duty)}${times}, 到期 due ${clock(first.dueAt, at)}${about}`],
  ]
}

function escalationText(one: Escalation, at: Date, names: Names): string {
  const { from, to, cause, missedDuty, acknowledgeBy, owner } = one
  const target = to.regionCode
    ? both(names.unit(to.regionCode))
    : `经 via ${both(names.unit(owner.regionCode))}`
  const about = missedDuty ? `(${dutyTerm(missedDuty.duty)})` : ''
  const by = acknowledgeBy ? `, ${clock(acknowledgeBy.dueAt, at)} 前签收 to be acknowledged` : ''
  return `${both(names.unit(from.regionCode))} → ${tierTerm(to.tier)} ${target}: ${causeTerm(cause)}${about}${by}`
}

function acknowledgedLines({ acknowledged, resolved }: Changes, at: Date, names: Names): Line[] {
  return [
    ...acknowledged.map((one): Line => {
      const by = one.resolveBy ? `, ${clock(one.resolveBy.dueAt, at)} 前办结 to be resolved` : ''
      const late = one.acknowledgeBy?.isLate ? ' 迟 LATE' : ''
      return ['签收 acknowl.', `${briefly(one, names)}${late}${by}`]
    }),
    ...resolved.map((one): Line => {
      const late = one.resolveBy?.isLate ? ' 迟 LATE' : ''
      return ['办结 resolved', `${briefly(one, names)}${late}: ${one.resolution}`]
    }),
  ]
}

function briefly({ from, to, cause }: Escalation, names: Names): string {
  return `${both(names.unit(from.regionCode))} → ${tierTerm(to.tier)}: ${causeTerm(cause)}`
}

function forwardedLines({ forwarded, refused }: Changes, at: Date, names: Names): Line[] {
  const name = ({ recipient }: Forwarding) => both(names.recipient(recipient.code))
  const byRole = Map.groupBy(
    forwarded.filter(({ returnsId }) => returnsId === null),
    ({ role }) => role,
  )
  const lines = [...byRole].map(([role, made]): Line => {
    const signBy = made[0]?.signBy
    const by = signBy ? ` — ${clock(signBy.dueAt, at)} 前签收 to be signed` : ''
    return ['分转 routed', `${roleTerm(role)}: ${counted(made.map(name)).join(', ')}${by}`]
  })
  const refusedIds = new Set(refused.map(({ id }) => id))
  const back = forwarded.filter(({ returnsId }) => returnsId !== null)
  const why = ({ returnsId }: Forwarding) =>
    refusedIds.has(returnsId ?? '') ? '退回,转 refused, back to' : '未签收,转回 not signed, back to'
  return [
    ...lines,
    ...counted(back.map((one) => `${why(one)} ${name(one)}`)).map((text): Line => ['分转 routed', text]),
  ]
}

function signedLines({ signed, refused }: Changes, names: Names): Line[] {
  const name = ({ recipient, signBy }: Forwarding) =>
    `${both(names.recipient(recipient.code))}${signBy?.isLate ? ' 迟 LATE' : ''}`
  const reasons = refused.map((one) => `${name(one)}: ${one.refusalReason}`)
  return [
    ...(signed.length > 0 ? [['签收 signed', counted(signed.map(name)).join(', ')] as Line] : []),
    ...counted(reasons).map((text): Line => ['退回 refused', text]),
  ]
}

/** The same text once, with how often. */
function counted(texts: readonly string[]): string[] {
  return [...Map.groupBy(texts, (text) => text)].map(([text, same]) =>
    same.length > 1 ? `${text} ×${same.length}` : text,
  )
}
