import t from 'tap'
import { checkEvidence, type EvidenceCounts } from '../../src/evaluations/evidence-checks.ts'

const NOTHING: EvidenceCounts = { people: null, homes: null, photos: null }

t.test('what nobody counts is not checked', async (t) => {
  t.same(checkEvidence({ dead: 9, collapsed_home_hh: 171 }, NOTHING, true), [])
})

t.test('a verified report agrees with the registers, figure by figure', async (t) => {
  const people = { dead: 9, missing: 0 }
  const homes = { collapsed: 171, severe: 2, general: 0 }
  const rows = [
    [{ dead: 9, missing: 0 }, { people }, []],
    [{ dead: 9 }, { people }, []],
    [{ dead: 8, missing: 0 }, { people }, ['C15 /figures/dead']],
    [{ dead: 9, missing: 1 }, { people }, ['C15 /figures/missing']],
    [{}, { people }, ['C15 /figures/dead']],
    [{ collapsed_home_hh: 171, severe_home_hh: 2 }, { homes }, []],
    [
      { collapsed_home_hh: 170, severe_home_hh: 3, general_home_hh: 1 },
      { homes },
      ['C16 /figures/collapsed_home_hh', 'C16 /figures/severe_home_hh', 'C16 /figures/general_home_hh'],
    ],
  ] as const
  for (const [figures, counts, expected] of rows) {
    const found = checkEvidence(figures, { ...NOTHING, ...counts }, false)
    t.same(
      found.map(({ rule, pointers }) => `${rule} ${pointers.join()}`),
      expected,
      JSON.stringify(figures),
    )
    t.ok(found.every(({ kind }) => kind === 'hard'))
  }
})

t.test('while a response is on, three photos come with it', async (t) => {
  for (const [photos, isResponseOn, count] of [
    [2, true, 1],
    [3, true, 0],
    [0, false, 0],
  ] as const) {
    const found = checkEvidence({}, { ...NOTHING, photos }, isResponseOn)
    t.equal(found.length, count, `${photos} photos`)
    if (count > 0) t.match(found, [{ rule: 'verified_photos', kind: 'soft', because: [{ status: 'secondary' }] }])
  }
})
