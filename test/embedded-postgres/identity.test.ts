import { chmodSync, statSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { aFolder, end, query, serverProcesses, start } from './harness.ts'

// servers that are started and killed many times need long on a busy machine
t.setTimeout(110_000)

const UNNAMED = 54_321
/** without unshare in the path it is as where user namespaces are forbidden */
const NO_NAMESPACES = '/nowhere'
const asRoot = process.geteuid?.() === 0 ? {} : { skip: 'only root can become somebody else' }

t.test('a user id without a name starts cold, warm, and takes over after kill -9', asRoot, async (t) => {
  const folder = join(aFolder(t, UNNAMED), 'data')
  await end(await start(folder, { uid: UNNAMED }))
  await end(await start(folder, { uid: UNNAMED }), 'SIGKILL')
  const third = await start(folder, { uid: UNNAMED })
  t.match(third, { attached: true })
  t.match(await query(third.url, 'select 1 as n'), [{ n: 1 }])
  await end(third)
  t.equal(statSync(join(folder, 'postgres')).uid, UNNAMED)
  t.same(serverProcesses(join(folder, 'postgres')), [])
})

t.test('such an id without user namespaces is told what to do', asRoot, async (t) => {
  const folder = join(aFolder(t, UNNAMED), 'data')
  t.match((await start(folder, { uid: UNNAMED, path: NO_NAMESPACES })).refusal, /entry in \/etc\/passwd/)
})

t.test('root without user namespaces runs the server as nobody, and so it stays', asRoot, async (t) => {
  const outer = aFolder(t)
  const folder = join(outer, 'data')
  t.match((await start(folder, { path: NO_NAMESPACES })).refusal, /must be able to read the folders/)
  chmodSync(outer, 0o755)
  const first = await start(folder, { path: NO_NAMESPACES })
  if (first.refusal)
    return t.match(first.refusal, /must be able/, 'the repository itself is closed to others')
  t.equal(statSync(join(folder, 'postgres')).uid, 65_534)
  await end(first)
  const second = await start(folder)
  t.match(await query(second.url, 'select 1 as n'), [{ n: 1 }])
  t.equal(statSync(join(folder, 'postgres')).uid, 65_534)
  await end(second)
})

t.test('the folder of somebody else is refused', asRoot, async (t) => {
  const folder = aFolder(t)
  await end(await start(folder))
  t.match((await start(folder, { uid: UNNAMED })).refusal, /as the user it belongs to/)
})
