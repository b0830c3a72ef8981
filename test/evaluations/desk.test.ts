import t from 'tap'
import { deskLimit, passesTo } from '../../src/evaluations/desk.ts'
import { tierOfRegion } from '../../src/evaluations/tiers.ts'
import { DESK_PROFILES } from '../../src/regulations/desk-profiles.ts'

t.test('the desk acknowledges in ten minutes, has it signed for in thirty, resolves in sixty', async (t) => {
  const rows = [
    ['acknowledge', 10],
    ['sign_for_forwarding', 30],
    ['resolve', 60],
  ] as const
  for (const [act, minutes] of rows) {
    t.match(deskLimit(act, null), {
      minutes,
      because: [{ rule: `desk.lhasa_default.${act}`, status: 'secondary' }],
    })
  }
  t.equal(deskLimit('phone_report', null), null, 'the default profile sets none')
  const others = [
    ['general_norm', 30, 60],
    ['county_2018', 20, 40],
  ] as const
  for (const [profile, phone, written] of others) {
    t.match(deskLimit('phone_report', null, profile), { minutes: phone }, profile)
    t.match(deskLimit('written_report', null, profile), { minutes: written }, profile)
  }
})

t.test('a profile may bind by severity, the strictest limit wins', async (t) => {
  const rows = [
    ['especially_serious', 35],
    ['serious', 35],
    ['relatively_serious', 60],
    ['ordinary', 360],
    [null, 360],
  ] as const
  for (const [severity, minutes] of rows)
    t.match(deskLimit('written_report', severity, 'province_2021'), { minutes }, `${severity}`)
  t.equal(deskLimit('phone_report', 'relatively_serious', 'province_2021'), null)
  t.match(deskLimit('phone_report', 'serious', 'province_2021'), { minutes: 15 })
})

t.test('one profile follows up by the clock from a severity on', async (t) => {
  t.same(
    DESK_PROFILES.map(({ id, followUps }) => [id, followUps]),
    [
      ['lhasa_default', undefined],
      ['general_norm', undefined],
      ['province_2021', { at: ['08:00', '17:00'], minSeverity: 'relatively_serious' }],
      ['county_2018', undefined],
    ],
  )
})

t.test('how far up each severity is passed at once', async (t) => {
  const rows = [
    ['natural_disaster', null, 'county'],
    ['natural_disaster', 'ordinary', 'county'],
    ['natural_disaster', 'relatively_serious', 'city'],
    ['natural_disaster', 'serious', 'autonomous_region'],
    ['natural_disaster', 'especially_serious', 'ministry'],
    ['danger', 'serious', 'autonomous_region'],
    ['accident', null, 'city'],
    ['accident', 'ordinary', 'city'],
    ['accident', 'relatively_serious', 'autonomous_region'],
    ['accident', 'serious', 'ministry'],
    ['accident', 'especially_serious', 'ministry'],
  ] as const
  for (const [kind, severity, tier] of rows) {
    t.match(passesTo(kind, severity), { tier, because: [{ figure: 'severity' }] }, `${kind} ${severity}`)
  }
})

t.test('a region code tells its tier', async (t) => {
  const rows = [
    ['540122200202', 'village'],
    ['540122200000', 'township'],
    ['540122200', 'township'],
    ['540122000000', 'county'],
    ['540122', 'county'],
    ['540100000000', 'city'],
    ['5401', 'city'],
    ['54', null],
  ] as const
  for (const [code, tier] of rows) t.equal(tierOfRegion(code), tier, code)
})
