/** The commands as they are typed: on the embedded database, while its service runs and not, and on a server. */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { readPostmaster, serves, stopPostmaster } from '../../src/embedded-postgres/postmaster.ts'
import { testDb } from '../database.ts'
import { readyAddress, runCommand, startProgram } from '../program.ts'
import { contentOf } from './ground.ts'

t.setTimeout(120_000)

/** A folder of two data folders; whatever still runs on them at the end is stopped. */
async function aPlace(t: Pick<Test, 'teardown'>): Promise<{ old: string; fresh: string }> {
  const place = await mkdtemp(join(tmpdir(), 'fengsui-backup-'))
  const folders = { old: join(place, '旧 data'), fresh: join(place, 'fresh') }
  t.teardown(async () => {
    for (const folder of Object.values(folders)) {
      const cluster = join(folder, 'postgres')
      const left = readPostmaster(cluster)
      if (left && serves(left.pid, cluster)) await stopPostmaster(left.pid, cluster)
    }
    await rm(place, { recursive: true, force: true })
  })
  return folders
}

const environment = (dataDir: string, more = {}) => ({
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  DATA_DIR: dataDir,
  PORT: '0',
  LOG_LEVEL: 'fatal',
  ...more,
})

async function startService(t: Pick<Test, 'teardown'>, dataDir: string) {
  const child = startProgram('main', [], { env: environment(dataDir) })
  t.teardown(() => stop(child))
  child.stderr.pipe(process.stderr, { end: false })
  return { child, address: await readyAddress(child) }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  await gone
}

async function command(dataDir: string, ...args: string[]) {
  return commandWith({}, dataDir, ...args)
}

function commandWith(more: object, dataDir: string, ...args: string[]) {
  return runCommand(args, environment(dataDir, more))
}

async function logIn(address: string, { account, password }: { account: string; password: string }) {
  const { status } = await fetch(`${address}/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login: account, password, device: 'phone-1' }),
  })
  return status
}

t.test('from a running service to a new data folder', async (t) => {
  const { old, fresh } = await aPlace(t)
  const service = await startService(t, old)
  const [who] = JSON.parse(await readFile(join(old, 'first-accounts.json'), 'utf8'))
  t.equal(await logIn(service.address, who), 201)

  const made = await command(old, 'backup')
  t.equal(made.code, 0, made.err)
  const [name = ''] = await readdir(join(old, 'backups'))
  t.match(name, /^fengsui-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.backup$/)
  const file = join(old, 'backups', name)
  t.equal((await stat(file)).mode & 0o777, 0o600)
  t.match(made.out, /^backed up .*\.backup: \d+ rows in \d+ tables, \d+ bytes, [\d.]+ s\n$/, 'one line')
  t.match(made.err, /the sealing key is not in the backup: keep a copy of .*sealing-key/)
  t.equal(await logIn(service.address, who), 201, 'the service was not disturbed')

  const inUse = await command(old, 'restore', file)
  t.same([inUse.code, inUse.out], [1, ''])
  t.match(inUse.err, /Another Fengsui .* already uses the data folder/)
  await stop(service.child)
  const used = await command(old, 'restore', file)
  t.match(used, { code: 1, out: '', err: /The database is in use: there are rows in accounts/ })

  const restored = await command(fresh, 'restore', file)
  t.equal(restored.code, 0, restored.err)
  t.match(restored.out, /^restored .*\.backup: \d+ rows in \d+ tables, \d+ bytes, [\d.]+ s\n$/)
  t.match(restored.err, /put the one of the old Fengsui at .*fresh.sealing-key/)
  await copyFile(join(old, 'sealing-key'), join(fresh, 'sealing-key'))
  const again = await startService(t, fresh)
  t.equal(await logIn(again.address, who), 201, 'the same people log in')
  t.notOk((await readdir(fresh)).includes('first-accounts.json'), 'no new accounts were made')
  await stop(again.child)

  const stopped = await command(fresh, 'backup', join(old, 'second.backup'))
  t.equal(stopped.code, 0, 'a database that does not run is started for its backup')
  t.equal(readPostmaster(join(fresh, 'postgres')), null, 'and stopped again')
})

t.test('from one database of a server to another', async (t) => {
  const { fresh } = await aPlace(t)
  const [source, target] = [await testDb(t, { kind: 'production' }), await testDb(t, { kind: 'empty' })]
  const made = await commandWith({ DATABASE_URL: source.url }, fresh, 'backup')
  t.match(made, { code: 0, out: /^backed up / }, made.err)
  const [name = ''] = await readdir(join(fresh, 'backups'))
  const file = join(fresh, 'backups', name)
  const key = { SEALING_KEY: Buffer.alloc(32, 7).toString('base64') }
  const restored = await commandWith({ ...key, DATABASE_URL: target.url }, fresh, 'restore', file)
  t.match(restored, { code: 0, out: /^restored / }, restored.err)
  t.same((await contentOf(target.pool)).nodes, (await contentOf(source.pool)).nodes)
  t.same(await readdir(fresh), ['backups'], 'no embedded database was made')
})

t.test('where there is nothing to back up, nothing is made', async (t) => {
  const { fresh } = await aPlace(t)
  const refused = await command(fresh, 'backup')
  t.match(refused, { code: 1, out: '', err: /There is nothing to back up: .* holds no database/ })
  await t.rejects(stat(fresh), { code: 'ENOENT' })
  const missing = await command(fresh, 'restore', join(fresh, 'none'))
  t.match(missing, { code: 1, out: '', err: /cannot be read \(ENOENT\)/ })
  await t.rejects(stat(fresh), { code: 'ENOENT' }, 'a bad file does not even make a data folder')
  for (const args of [['backup', '--help'], ['backup', 'a', 'b'], ['restore'], ['restore', 'a', 'b']]) {
    t.match(await command(fresh, ...args), { code: 1, out: '', err: /^usage: npm run (backup|restore) -- / })
  }
})
