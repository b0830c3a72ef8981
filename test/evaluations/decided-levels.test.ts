import t from 'tap'
import { evaluate } from '../../src/evaluations/evaluate.ts'
import { aDisaster, anAccident } from './cases.ts'

t.test('a response that was decided stands beside the severity and is never taken for it', async (t) => {
  const quake = aDisaster({ hazard: 'earthquake', figures: { dead: 126 }, facts: { responseLevel: 1 } })
  const { severity, response, ladders } = evaluate(quake)
  t.equal(severity.level, 'serious')
  t.match(response, { level: 1, because: [{ clause: '第七十一条', status: 'verified' }] })
  t.notOk(ladders.some(({ because }) => because.some(({ figure }) => figure === 'responseLevel')))
  t.equal(evaluate(aDisaster()).response, undefined)
  const before = aDisaster({ occurredAt: new Date('2024-10-31T12:00:00+08:00'), facts: { responseLevel: 2 } })
  t.match(evaluate(before).response, { level: 2, because: [{ status: 'unverified' }] })
})

t.test('a warning has its colour, its level, and for red and orange measures of its own', async (t) => {
  const rows = [
    ['red', 1, true],
    ['orange', 2, true],
    ['yellow', 3, false],
    ['blue', 4, false],
  ] as const
  for (const [warningColour, level, isGrave] of rows) {
    const { warning, flags } = evaluate(aDisaster({ facts: { warningColour } }))
    t.match(warning, { colour: warningColour, level, because: [{ clause: '第六十三条' }] })
    t.equal(
      flags.some(({ flag }) => flag === 'grave_warning'),
      isGrave,
      warningColour,
    )
  }
})

t.test('several hazards in one process are counted under the main one', async (t) => {
  const flood = aDisaster({ hazard: 'flood', subhazard: 'mountain_flood' })
  t.notOk(evaluate(flood).flags.some(({ flag }) => flag === 'main_hazard'))
  const { flags } = evaluate({ ...flood, facts: { concurrentHazards: ['geological'] } })
  t.match(flags.find(({ flag }) => flag === 'main_hazard')?.because, [{ value: 'flood', status: 'verified' }])
})

t.test('a serious disaster may be reported straight to the State Council', async (t) => {
  const raised = (dead: number) =>
    evaluate(aDisaster({ hazard: 'earthquake', figures: { dead } })).flags.some(
      ({ flag }) => flag === 'may_report_to_state_council',
    )
  t.equal(raised(49), false)
  t.equal(raised(50), true)
})

t.test('the limits of the desk follow the profile and the severity', async (t) => {
  const limits = (...[facts]: Parameters<typeof aDisaster>) =>
    Object.fromEntries(evaluate(aDisaster(facts)).desk.map(({ act, minutes }) => [act, minutes]))
  t.same(limits(), { acknowledge: 10, sign_for_forwarding: 30, resolve: 60 })
  const quake = (dead: number) => ({
    hazard: 'earthquake' as const,
    figures: { dead },
    deskProfile: 'province_2021' as const,
  })
  t.same(limits(quake(1)), { written_report: 360 })
  t.same(limits(quake(10)), { written_report: 60 })
  t.same(limits(quake(50)), { phone_report: 15, written_report: 35 })
})

t.test('before the first edition nothing is known of who reports, and that is said', async (t) => {
  const said = (facts: Parameters<typeof evaluate>[0]) =>
    evaluate(facts).flags.some(({ flag }) => flag === 'no_edition_in_force')
  t.equal(said(aDisaster({ occurredAt: new Date('2008-05-06T23:59:59+08:00') })), true)
  t.equal(said(aDisaster({ occurredAt: new Date('2008-05-07T00:00:00+08:00') })), false)
  t.equal(said(anAccident({ occurredAt: new Date('2007-05-31T23:59:59+08:00') })), true)
  t.equal(said(anAccident({ occurredAt: new Date('2007-06-01T00:00:00+08:00') })), false)
})
