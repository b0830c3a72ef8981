import t from 'tap'
import type { Binding, Role } from '../../src/accounts/caller.ts'
import {
  ACTIONS,
  type Action,
  may,
  mustHold,
  mustMay,
  placesOf,
  postsFor,
  scopeOf,
} from '../../src/accounts/may.ts'
import { ROLES } from '../../src/accounts/tables.ts'
import { Problem } from '../../src/problems/problem.ts'

const CITY = '540100000000'
const COUNTY = '540122000000'
const TOWNSHIP = '540122200000'
const VILLAGE = '540122200202'
const OTHER_COUNTY = '540121000000'
const OTHER_PROVINCE = '630100000000'

const holding = (...bindings: (Pick<Binding, 'role' | 'regionCode'> & Partial<Binding>)[]) => ({
  bindings: bindings.map((binding) => ({ sectionCode: null, departmentCode: null, ...binding })),
})

const bindingOf = (role: Role) => ({
  role,
  regionCode: COUNTY,
  sectionCode: role === 'section_clerk' ? 'DZDZ' : null,
  departmentCode: role === 'department_liaison' ? 'QXJ' : null,
})

// one letter a role, in the order of ROLES: officer, reviewer, duty officer, duty leader, section clerk,
// department liaison, administrator, auditor, system
const PERMITTED: Record<Action, string> = {
  'report.submit': 'x x x . . . . . x',
  'report.read': 'x x x x . . . x x',
  'report.review': '. x x x . . . . .',
  'tier_report.draft': 'x x x . . . . . .',
  'tier_report.sign': 'x x x x . . . . .',
  'event.read': 'x x x x . . . x x',
  'event.extend': '. x x x . . . . .',
  'event.decide': '. . x x . . . . .',
  'event.declare': '. . . x . . . . .',
  'severity.confirm': '. x x x . . . . .',
  'correction.decide': '. x . x . . . . .',
  'attachment.read_original': '. . x x . . . . .',
  'event.correct': '. x x x . . . . .',
  'event.identify': '. x x x . . . . .',
  'deadline.read': 'x x x x . . . x x',
  'escalation.read': 'x x x x . . . x x',
  'escalation.acknowledge': 'x x x x . . . . .',
  'escalation.resolve': 'x x x x . . . . .',
  'escalation.order': '. . x x . . . . .',
  'outside-loss.note': 'x x x x . . . . .',
  'claim.make': 'x x x x . r . . .',
  'claim.close': '. x x x . . . . .',
  'decision.record': '. . . x . . . . .',
  'decision.confirm': '. x . x . . . . .',
  'forwarding.read': '. . x x r r . x .',
  'forwarding.sign': '. . c c r r . . .',
  'quarantine.handle': '. x x x . . . . .',
  'register.read': 'x x x x r . . . x',
  'register.write': 'x x x x . . . . x',
  'register.disclose': 'x x x x . . . . .',
  'register.destroy': '. . . x . . x . .',
  'account.manage': '. . . . . . x . .',
  'audit.read': '. . . . . . . x .',
  'key.rotate': '. . . . . . x . .',
  'local_rule.read': '. . . . . . x x .',
  'local_rule.propose': '. . . . . . x . .',
  'local_rule.decide': '. . . . . . x . .',
  'evaluation.make': 'p p p p p p p p p',
  'node.read': 'p p p p p p p p p',
}

t.test('each role may do what the table says, at its unit and below, and nowhere else', (t) => {
  t.same(Object.keys(PERMITTED).sort(), Object.keys(ACTIONS).sort(), 'every action is in this table')
  for (const action of Object.keys(ACTIONS) as Action[]) {
    const letters = PERMITTED[action].split(' ')
    for (const [i, role] of ROLES.entries()) {
      const letter = letters[i]
      const caller = holding(bindingOf(role))
      const is = letter === 'x' || letter === 'p'
      const at = (regionCode: string) => may(caller, action, { regionCode })
      t.equal(at(COUNTY), is, `${role} ${action} at the own unit`)
      t.equal(at(TOWNSHIP), is, `${role} ${action} below`)
      t.equal(at(CITY), letter === 'p', `${role} ${action} above`)
      t.equal(at(OTHER_COUNTY), letter === 'p', `${role} ${action} beside`)
      t.equal(at(OTHER_PROVINCE), false, `${role} ${action} in another province`)
      t.equal(placesOf(caller, action).length > 0, letter !== '.', `${role} ${action} somewhere`)
    }
  }
  t.end()
})

t.test('an officer reviews reports where there is no desk: in a township', (t) => {
  const officerAt = (regionCode: string) => holding({ role: 'officer', regionCode })
  const rows = [
    [TOWNSHIP, VILLAGE, true],
    [TOWNSHIP, TOWNSHIP, true],
    [TOWNSHIP, COUNTY, false],
    [VILLAGE, VILLAGE, false],
    [COUNTY, VILLAGE, false],
    [CITY, VILLAGE, false],
  ] as const
  for (const [post, regionCode, is] of rows) {
    t.equal(may(officerAt(post), 'report.review', { regionCode }), is, `officer at ${post} of ${regionCode}`)
  }
  t.same(postsFor(officerAt(COUNTY), 'report.review', { regionCode: VILLAGE }), [])
  t.end()
})

t.test('of several posts that allow something, the nearest is named first', (t) => {
  const caller = holding(
    { role: 'duty_leader', regionCode: CITY },
    { role: 'officer', regionCode: TOWNSHIP },
    { role: 'reviewer', regionCode: COUNTY },
    { role: 'reviewer', regionCode: OTHER_COUNTY },
  )
  t.same(
    postsFor(caller, 'report.review', { regionCode: VILLAGE }).map(({ regionCode }) => regionCode),
    [TOWNSHIP, COUNTY, CITY],
  )
  t.end()
})

t.test(
  'what is forwarded is for its own recipient, and for the duty desk where it is the command centre',
  (t) => {
    const [clerk, liaison, officer] = [
      bindingOf('section_clerk'),
      bindingOf('department_liaison'),
      bindingOf('duty_officer'),
    ]
    const rows = [
      [clerk, 'DZDZ', null, COUNTY, true, true],
      [clerk, 'DZDZ', null, TOWNSHIP, true, true],
      [clerk, 'DZDZ', null, OTHER_COUNTY, false, false],
      [clerk, 'FXJZ', null, COUNTY, false, false],
      [clerk, null, 'QXJ', COUNTY, false, false],
      [liaison, null, 'QXJ', COUNTY, true, true],
      [liaison, null, 'SLJ', COUNTY, false, false],
      [liaison, 'DZDZ', null, COUNTY, false, false],
      [officer, 'ZHZX', null, COUNTY, true, true],
      [officer, 'ZHZX', null, OTHER_COUNTY, false, false],
      [officer, 'DZDZ', null, COUNTY, true, false],
      [officer, null, 'QXJ', COUNTY, true, false],
    ] as const
    for (const [binding, sectionCode, departmentCode, regionCode, reads, signs] of rows) {
      const place = { regionCode, sectionCode, departmentCode }
      const told = `${binding.role}: ${sectionCode ?? departmentCode} at ${regionCode}`
      t.equal(may(holding(binding), 'forwarding.read', place), reads, `${told} is read`)
      t.equal(may(holding(binding), 'forwarding.sign', place), signs, `${told} is signed for`)
    }
    t.end()
  },
)

t.test('the scope of a list is the fewest regions that hold everything the caller may see', (t) => {
  const rows = [
    [[], []],
    [[COUNTY], [COUNTY]],
    [[TOWNSHIP, COUNTY], [COUNTY]],
    [[COUNTY, COUNTY], [COUNTY]],
    [
      [TOWNSHIP, OTHER_COUNTY],
      [OTHER_COUNTY, TOWNSHIP],
    ],
    [[TOWNSHIP, CITY, OTHER_COUNTY], [CITY]],
  ] as const
  for (const [held, scope] of rows) {
    const caller = holding(...held.map((regionCode) => ({ role: 'officer' as const, regionCode })))
    t.same(scopeOf(caller, 'event.read'), scope, `${held.join()} sees ${scope.join()}`)
  }
  const mixed = holding(
    { role: 'officer', regionCode: TOWNSHIP },
    { role: 'administrator', regionCode: CITY },
  )
  t.same(scopeOf(mixed, 'event.read'), [TOWNSHIP], 'another role adds nothing')
  t.same(scopeOf(holding(bindingOf('section_clerk')), 'forwarding.read'), [], 'a clerk sees no whole region')
  t.end()
})

t.test('whoever may not is told whether it is the role or the place', (t) => {
  const slugOf = (act: () => void) => {
    try {
      act()
      return null
    } catch (error) {
      return error instanceof Problem ? error.slug : error
    }
  }
  const officer = holding(bindingOf('officer'))
  t.equal(
    slugOf(() => mustMay(officer, 'report.submit', { regionCode: TOWNSHIP })),
    null,
  )
  t.equal(
    slugOf(() => mustMay(officer, 'report.submit', { regionCode: OTHER_COUNTY })),
    'outside-jurisdiction',
  )
  t.equal(
    slugOf(() => mustMay(officer, 'audit.read', { regionCode: COUNTY })),
    'not-permitted',
  )
  t.equal(
    slugOf(() => mustHold(officer, 'audit.read')),
    'not-permitted',
  )
  t.equal(
    slugOf(() => mustHold(officer, 'event.read')),
    null,
  )
  t.throws(() => mustMay(officer, 'report.submit', { regionCode: OTHER_COUNTY }), {
    message: `This account may submit reports, but not for this unit (${OTHER_COUNTY}).`,
    body: { action: 'report.submit', regionCode: OTHER_COUNTY },
  })
  for (const action of Object.keys(ACTIONS) as Action[]) {
    t.throws(
      () => mustHold({ bindings: [] }, action),
      { message: /^No role of this account may [a-z][^_.]+\.$/, body: { action } },
      'in words, with the code beside them',
    )
  }
  t.end()
})
