import t from 'tap'
import { record } from '../../src/audit/store.ts'
import { aBureauOnDuty, at, CITY, COUNTY, OTHER_COUNTY, type Person, TOWNSHIP } from '../events/world.ts'

/** Four acts: in a township, in its county, in another county, and one of the whole house. */
async function aTrail(t: Parameters<typeof aBureauOnDuty>[0]) {
  const bureau = await aBureauOnDuty(t)
  const officer = await bureau.hire(['duty_officer', CITY])
  const acts = [
    ['report.submitted', TOWNSHIP, null],
    ['escalation.acknowledged', COUNTY, officer.accountId],
    ['escalation.acknowledged', OTHER_COUNTY, officer.accountId],
    ['key.rotated', null, null],
  ] as const
  await record(
    bureau.db,
    acts.map(([action, regionCode, accountId], i) => ({
      at: at(i),
      accountId,
      action,
      subjectKind: action.split('.')[0] ?? '',
      subjectId: `subject-${i}`,
      regionCode,
      detail: { i },
    })),
  )
  const auditor = await bureau.hire(['auditor', CITY])
  const subjects = async (who: Person, query = '') => {
    const page = await bureau.get(
      who,
      `/audit?from=${encodeURIComponent('2026-07-01T12:00:00+08:00')}&${query}`,
    )
    return page.items
      .map(({ subjectId }: { subjectId: string }) => subjectId)
      .filter((subjectId: string) => subjectId.startsWith('subject-'))
  }
  return { bureau, officer, auditor, subjects }
}

t.test('an auditor reads who did what to which subject, when, the newest first', async (t) => {
  const { bureau, officer, auditor, subjects } = await aTrail(t)
  t.same(await subjects(auditor), ['subject-3', 'subject-2', 'subject-1', 'subject-0'])
  const [entry] = (await bureau.get(auditor, '/audit?subjectId=subject-1')).items
  t.match(entry, {
    at: '2026-07-01T12:01:00.000+08:00',
    accountId: officer.accountId,
    action: 'escalation.acknowledged',
    subjectKind: 'escalation',
    regionCode: COUNTY,
    detail: { i: 1 },
  })
})

t.test('the trail is read page after page', async (t) => {
  const { bureau, auditor } = await aTrail(t)
  const seen: number[] = []
  let query = '/audit?limit=2'
  for (let page = 0; page < 10; page++) {
    const { items, next } = await bureau.get(auditor, query)
    seen.push(...items.map(({ position }: { position: number }) => position))
    if (next === null) break
    query = `/audit?limit=2&after=${next}`
  }
  t.same(
    seen,
    seen.toSorted((a, b) => b - a),
  )
  t.equal(new Set(seen).size, seen.length)
  t.ok(seen.length >= 4)
})

t.test('it is narrowed by action, subject, account and time', async (t) => {
  const { officer, auditor, subjects } = await aTrail(t)
  const rows: [query: string, sees: string[]][] = [
    ['action=escalation.acknowledged', ['subject-2', 'subject-1']],
    ['subjectKind=key', ['subject-3']],
    ['subjectKind=escalation&subjectId=subject-2', ['subject-2']],
    [`accountId=${officer.accountId}`, ['subject-2', 'subject-1']],
    [`to=${encodeURIComponent('2026-07-01T12:02:00+08:00')}`, ['subject-1', 'subject-0']],
  ]
  for (const [query, sees] of rows) t.same(await subjects(auditor, query), sees, query)
})

t.test(
  'an auditor of a county reads what is filed there; the house’s own acts are for the city',
  async (t) => {
    const { bureau, subjects } = await aTrail(t)
    t.same(await subjects(await bureau.hire(['auditor', COUNTY])), ['subject-1', 'subject-0'])
    t.same(await subjects(await bureau.hire(['auditor', TOWNSHIP])), ['subject-0'])
  },
)

t.test('nobody else reads it, and bad questions are refused', async (t) => {
  const { bureau, officer, auditor } = await aTrail(t)
  t.match((await bureau.ask(officer, 'GET', '/audit')).json(), {
    type: '/problems/not-permitted',
    status: 403,
  })
  for (const query of [
    'from=yesterday',
    'accountId=me',
    'action=DROP',
    'after=e30',
    'colour=red',
    'limit=0',
  ]) {
    t.equal((await bureau.ask(auditor, 'GET', `/audit?${query}`)).statusCode, 400, query)
  }
})
