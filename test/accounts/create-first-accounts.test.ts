import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pino } from 'pino'
import t, { type Test } from 'tap'
import { addAccount } from '../../src/accounts/create-account.ts'
import { createFirstAccounts } from '../../src/accounts/create-first-accounts.ts'
import { passwordMatches } from '../../src/accounts/secrets.ts'
import { accounts, bindings } from '../../src/accounts/tables.ts'
import { readConfig } from '../../src/config.ts'
import { Problem } from '../../src/problems/problem.ts'
import { seedRegions } from '../../src/regions/seed-regions.ts'
import { testDb } from '../database.ts'

const NOON = new Date('2026-07-01T04:00:00.000Z')

async function seeded(t: Test) {
  const db = await testDb(t)
  await seedRegions(db, NOON)
  return { db, config: readConfig({}), log: pino({ level: 'silent' }) }
}

t.test(
  'a new service has one account for each post of the way, with passwords in a file for its owner alone',
  async (t) => {
    const deps = await seeded(t)
    const folder = join(t.testdir(), 'data')
    const path = await createFirstAccounts(deps, folder)
    t.equal(path, join(folder, 'first-accounts.json'))
    t.equal((await stat(path ?? '')).mode & 0o777, 0o600)
    t.same(await readdir(folder), ['first-accounts.json'], 'no draft is left')
    const listed = JSON.parse(await readFile(path ?? '', 'utf8'))
    t.same(
      listed.map((first: { account?: string; clientId?: string }) => first.account ?? first.clientId),
      [
        'officer-540122200202',
        'officer-540122200000',
        'officer-540122000000',
        'reviewer-540122000000',
        'reviewer-540100000000',
        'duty-officer-540100000000',
        'duty-leader-540100000000',
        'section-clerk-dzdz',
        'administrator-540100000000',
        'auditor-540100000000',
        'system-540100000000',
      ],
    )
    t.match(listed[7], { role: 'section_clerk', section: 'DZDZ' })
    t.equal(
      new Set(listed.map((first: { password?: string; secret?: string }) => first.password ?? first.secret))
        .size,
      11,
    )
    const rows = await deps.db.select().from(accounts)
    const officer = rows.find((row) => row.login === listed[0].account)
    t.ok(await passwordMatches(officer?.passwordHash ?? null, listed[0].password))
    t.match(officer?.passwordHash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    t.equal((await deps.db.select().from(bindings)).length, 11)
  },
)

t.test(
  'an account added from the command line meets the same conditions as one added over HTTP',
  async (t) => {
    const deps = await seeded(t)
    const binding = { role: 'officer' as const, regionCode: '540122200202' }
    const { account, password } = await addAccount(deps, { login: 'somebody', bindings: [binding] })
    t.match(account, { login: 'somebody', kind: 'person', createdBy: null, bindings: [binding] })
    t.type(password, 'string')
    t.equal(await slugOf(addAccount(deps, { login: 'No Body', bindings: [binding] })), 'invalid-request')
    t.equal(await slugOf(addAccount(deps, { login: 'somebody', bindings: [binding] })), 'login-taken')
    const nowhere = { role: 'officer' as const, regionCode: '540199000000' }
    t.equal(await slugOf(addAccount(deps, { login: 'other', bindings: [nowhere] })), 'unknown-region')
  },
)

t.test('where there is any account, none is made and the file is left alone', async (t) => {
  const deps = await seeded(t)
  await addAccount(deps, {
    login: 'somebody',
    bindings: [{ role: 'administrator', regionCode: '540100000000' }],
  })
  const folder = t.testdir({ 'first-accounts.json': 'kept' })
  t.equal(await createFirstAccounts(deps, folder), null)
  t.equal(await readFile(join(folder, 'first-accounts.json'), 'utf8'), 'kept')
})

t.test(
  'processes that start together make them once, and the file is that of the one that did',
  async (t) => {
    const deps = await seeded(t)
    const folder = t.testdir()
    const paths = await Promise.all([1, 2, 3].map(() => createFirstAccounts(deps, folder)))
    t.equal(paths.filter((path) => path !== null).length, 1)
    const rows = await deps.db.select().from(accounts)
    t.equal(rows.length, 11)
    const [first] = JSON.parse(await readFile(join(folder, 'first-accounts.json'), 'utf8'))
    t.ok(
      await passwordMatches(
        rows.find((row) => row.login === first.account)?.passwordHash ?? null,
        first.password,
      ),
    )
  },
)

t.test('a file left by a start that died before its accounts is replaced', async (t) => {
  const deps = await seeded(t)
  const folder = t.testdir()
  await writeFile(join(folder, 'first-accounts.json'), '[{"account":"of a start that died"}]')
  const path = await createFirstAccounts(deps, folder)
  t.equal(JSON.parse(await readFile(path ?? '', 'utf8')).length, 11)
})

t.test('where the file cannot be written there are no accounts either', async (t) => {
  const deps = await seeded(t)
  const folder = join(t.testdir({ file: 'not a folder' }), 'file')
  await t.rejects(createFirstAccounts(deps, folder))
  t.equal((await deps.db.select().from(accounts)).length, 0)
})

/** The problem that a use-case meets, or null when it meets none. */
function slugOf(work: Promise<unknown>): Promise<string | null> {
  return work.then(
    () => null,
    (error: unknown) => (error instanceof Problem ? error.slug : String(error)),
  )
}
