/**
 * Jurisdiction (管辖): the one place that decides which role may do what, and where. Routes ask `may`, list
 * queries ask `scopeOf` or `placesOf`; all three read the same table.
 */
import { Problem } from '../problems/problem.ts'
import { covers, tierOf } from '../regions/codes.ts'
import { ACTION_WORDS } from './action-words.ts'
import type { Binding, Caller, Role } from './caller.ts'

/** Section of the command centre (应急指挥中心): what has no other owner is theirs, and duty officers sign for it. */
export const COMMAND_CENTRE = 'ZHZX'

/**
 * How far a role reaches for one action: `region` its node and all below; `recipient` what is forwarded to its
 * own section or department there; `command_centre` what is forwarded to the command centre there; `township` its
 * node and all below where that is a township; `province` everything in the province of its node.
 */
type Reach = 'region' | 'recipient' | 'command_centre' | 'township' | 'province'
type Grants = Readonly<Partial<Record<Role, Reach>>>

const DESK: Grants = { duty_officer: 'region', duty_leader: 'region' }
const READERS: Grants = {
  ...DESK,
  officer: 'region',
  reviewer: 'region',
  auditor: 'region',
  system: 'region',
}
const HANDLERS: Grants = { ...DESK, reviewer: 'region' }
/** A township has no desk: its officer answers for what is passed up to it. */
const ANSWERING: Grants = { ...HANDLERS, officer: 'region' }
/** Counties and the city have reviewers; of villages' reports the township officer is the one. */
const REVIEWING: Grants = { ...HANDLERS, officer: 'township' }
const RECIPIENTS: Grants = { section_clerk: 'recipient', department_liaison: 'recipient' }
const EVERY_ROLE: Grants = {
  officer: 'province',
  reviewer: 'province',
  duty_officer: 'province',
  duty_leader: 'province',
  section_clerk: 'province',
  department_liaison: 'province',
  administrator: 'province',
  auditor: 'province',
  system: 'province',
}

/** Registers name people: no auditor reads them, and of the clerks only those of the relief section are asked for. */
const REGISTRARS: Grants = { ...DESK, officer: 'region', reviewer: 'region' }

/** What can be done, and the roles that may do it. Clerks and liaisons read events through their forwardings. */
export const ACTIONS = {
  'report.submit': { officer: 'region', reviewer: 'region', duty_officer: 'region', system: 'region' },
  'report.read': READERS,
  'report.review': REVIEWING,
  'tier_report.draft': { officer: 'region', reviewer: 'region', duty_officer: 'region' },
  'tier_report.sign': ANSWERING,
  'event.read': READERS,
  'event.extend': HANDLERS,
  'event.decide': DESK,
  'event.declare': { duty_leader: 'region' },
  'severity.confirm': HANDLERS,
  'correction.decide': { reviewer: 'region', duty_leader: 'region' },
  'attachment.read_original': DESK,
  'event.correct': HANDLERS,
  'event.identify': HANDLERS,
  'deadline.read': READERS,
  'escalation.read': READERS,
  'escalation.acknowledge': ANSWERING,
  'escalation.resolve': ANSWERING,
  'escalation.order': DESK,
  'outside-loss.note': ANSWERING,
  'claim.make': { ...ANSWERING, department_liaison: 'recipient' },
  'claim.close': HANDLERS,
  'decision.record': { duty_leader: 'region' },
  'decision.confirm': { duty_leader: 'region', reviewer: 'region' },
  'forwarding.read': { ...DESK, ...RECIPIENTS, auditor: 'region' },
  'forwarding.sign': { ...RECIPIENTS, duty_officer: 'command_centre', duty_leader: 'command_centre' },
  'quarantine.handle': HANDLERS,
  'register.read': { ...REGISTRARS, system: 'region', section_clerk: 'recipient' },
  'register.write': { ...REGISTRARS, system: 'region' },
  'register.disclose': REGISTRARS,
  'register.destroy': { duty_leader: 'region', administrator: 'region' },
  'account.manage': { administrator: 'region' },
  'audit.read': { auditor: 'region' },
  'key.rotate': { administrator: 'region' },
  'local_rule.read': { administrator: 'region', auditor: 'region' },
  'local_rule.propose': { administrator: 'region' },
  'local_rule.decide': { administrator: 'region' },
  'evaluation.make': EVERY_ROLE,
  'node.read': EVERY_ROLE,
} as const satisfies Record<string, Grants>

export type Action = keyof typeof ACTIONS

/** Where something is: a region, and for forwardings the section or department they go to. */
export interface Place {
  regionCode: string
  sectionCode?: string | null
  departmentCode?: string | null
}

/** A subtree in which an action is allowed; where a recipient is named, only for what goes to that one. */
export interface PermittedPlace {
  regionCode: string
  sectionCode: string | null
  departmentCode: string | null
}

/**
 * Whether the caller may do this there. Pure: the bindings were read with the request.
 */
export function may(caller: Pick<Caller, 'bindings'>, action: Action, place: Place): boolean {
  return placesOf(caller, action).some(
    (permitted) =>
      covers(permitted.regionCode, place.regionCode) &&
      (permitted.sectionCode === null || permitted.sectionCode === place.sectionCode) &&
      (permitted.departmentCode === null || permitted.departmentCode === place.departmentCode),
  )
}

/**
 * @throws Problem not-permitted when no role of the caller allows the action anywhere
 * @throws Problem outside-jurisdiction when one does, but not there
 */
export function mustMay(caller: Pick<Caller, 'bindings'>, action: Action, place: Place): void {
  if (may(caller, action, place)) return
  mustHold(caller, action)
  const { regionCode } = place
  const detail = `This account may ${ACTION_WORDS[action]}, but not for this unit (${regionCode}).`
  throw new Problem('outside-jurisdiction', detail, { action, regionCode })
}

/**
 * For lists, whose place is wherever the caller may look.
 *
 * @throws Problem not-permitted when no role of the caller allows the action anywhere
 */
export function mustHold(caller: Pick<Caller, 'bindings'>, action: Action): void {
  if (placesOf(caller, action).length > 0) return
  throw new Problem('not-permitted', `No role of this account may ${ACTION_WORDS[action]}.`, { action })
}

/**
 * The regions whose whole subtrees are open to the caller for an action, none inside another; for the `where`
 * of list queries. What is open only to the recipient of a forwarding is not in it: `placesOf` names that.
 *
 * @returns empty when nothing is
 */
export function scopeOf(caller: Pick<Caller, 'bindings'>, action: Action): readonly string[] {
  const codes = new Set(
    placesOf(caller, action)
      .filter((place) => place.sectionCode === null && place.departmentCode === null)
      .map((place) => place.regionCode),
  )
  const all = [...codes].sort()
  return all.filter((code) => !all.some((other) => other !== code && covers(other, code)))
}

/**
 * Every place where the caller may do this, one for each binding that allows it.
 */
export function placesOf(caller: Pick<Caller, 'bindings'>, action: Action): readonly PermittedPlace[] {
  const grants: Grants = ACTIONS[action]
  return caller.bindings.flatMap((binding) => {
    const reach = grants[binding.role]
    if (!reach || (reach === 'township' && tierOf(binding.regionCode) !== 'township')) return []
    return [permittedPlace(binding, reach)]
  })
}

/**
 * The posts from which the caller may do this there, the nearest unit first.
 */
export function postsFor(caller: Pick<Caller, 'bindings'>, action: Action, place: Place): readonly Binding[] {
  return caller.bindings
    .filter((binding) => may({ bindings: [binding] }, action, place))
    .toSorted((one, other) => (one.regionCode < other.regionCode ? 1 : -1))
}

function permittedPlace(binding: Binding, reach: Reach): PermittedPlace {
  const { regionCode, sectionCode, departmentCode } = binding
  switch (reach) {
    case 'region':
    case 'township':
      return { regionCode, sectionCode: null, departmentCode: null }
    case 'recipient':
      return { regionCode, sectionCode, departmentCode }
    case 'command_centre':
      return { regionCode, sectionCode: COMMAND_CENTRE, departmentCode: null }
    case 'province':
      return { regionCode: `${regionCode.slice(0, 2)}0000000000`, sectionCode: null, departmentCode: null }
  }
}
