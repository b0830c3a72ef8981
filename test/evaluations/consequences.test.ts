import t from 'tap'
import { evaluate } from '../../src/evaluations/evaluate.ts'
import type { Facts, FlagCode, Reason } from '../../src/evaluations/types.ts'
import { aDisaster, anAccident } from './cases.ts'

/** Why a flag is raised, or null where it is not. */
function raised(flag: FlagCode, facts: Facts): Reason[] | null {
  return evaluate(facts).flags.find((one) => one.flag === flag)?.because ?? null
}

t.test('the dead and the missing call for a register, and so do damaged homes', async (t) => {
  const rows = [
    [{ dead: 0 }, false, false],
    [{ dead: 1 }, true, false],
    [{ missing: 1 }, true, false],
    [{ collapsed_home_hh: 0 }, false, false],
    [{ collapsed_home_hh: 1 }, false, true],
    [{ severe_home_hh: 1 }, false, true],
    [{ general_home_hh: 1 }, false, true],
    [{ collapsed_rooms: 9 }, false, false],
  ] as const
  for (const [figures, persons, homes] of rows) {
    const facts = aDisaster({ figures })
    t.equal(raised('register_of_persons_needed', facts) !== null, persons, JSON.stringify(figures))
    t.equal(raised('register_of_homes_needed', facts) !== null, homes, JSON.stringify(figures))
  }
  t.equal(raised('register_of_persons_needed', anAccident({ figures: { dead: 1 } })), null)
})

t.test('while a response is on three photos go with the report', async (t) => {
  t.equal(raised('photos_needed', aDisaster()), null)
  t.match(raised('photos_needed', aDisaster({ facts: { reliefResponseOn: true } })), [{ value: 3 }])
  t.match(raised('photos_needed', aDisaster({ facts: { responseLevel: 4 } })), [{ value: 3 }])
})

t.test('the region leads after a serious earthquake, the city below that', async (t) => {
  const quake = (dead: number) => aDisaster({ hazard: 'earthquake', figures: { dead } })
  t.equal(raised('led_by', quake(0)), null)
  t.match(raised('led_by', quake(49)), [{ value: 'relatively_serious: city', clause: '第四十九条' }])
  t.match(raised('led_by', quake(50)), [{ value: 'serious: autonomous_region', status: 'verified' }])
  t.equal(raised('led_by', aDisaster({ hazard: 'snow', figures: { dead: 50 } })), null)
})

t.test('the region starts the relief of the serious, the city that of the others, in Tibet', async (t) => {
  const slide = (dead: number, regionCode = '540122000000') =>
    aDisaster({ hazard: 'geological', subhazard: 'landslide', regionCode, figures: { dead } })
  t.match(raised('relief_started_by', slide(9)), [{ value: 'relatively_serious: city' }])
  t.match(raised('relief_started_by', slide(10)), [{ value: 'serious: autonomous_region' }])
  t.equal(raised('relief_started_by', slide(10, '620102000000')), null)
})

t.test("Lhasa's own sub-hazards are counted under national ones", async (t) => {
  const rows = [
    ['flood', 'glacial_lake_outburst', 'flood_other'],
    ['flood', 'landslide_lake', 'flood_other'],
    ['geological', 'ice_avalanche', 'geological_other'],
  ] as const
  for (const [hazard, subhazard, national] of rows) {
    t.match(raised('counted_under_national', aDisaster({ hazard, subhazard })), [{ value: national }])
  }
  const flood = aDisaster({ hazard: 'flood', subhazard: 'mountain_flood' })
  t.equal(raised('counted_under_national', flood), null)
})

t.test('national relief thresholds may be lowered in Tibet and at sensitive times', async (t) => {
  t.match(raised('thresholds_may_be_lowered', aDisaster({ figures: { dead: 5 } })), [{ clause: '5.5' }])
  t.equal(raised('thresholds_may_be_lowered', aDisaster({ figures: { dead: 20 } })), null, 'reached already')
  const elsewhere = aDisaster({ regionCode: '620102000000' })
  t.equal(raised('thresholds_may_be_lowered', elsewhere), null)
  t.match(raised('thresholds_may_be_lowered', { ...elsewhere, facts: { sensitive: true } }), [
    { figure: 'sensitive' },
  ])
})
