/** The five-minute walk of the README, run by bash as it stands there, on a service that was just started. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import t, { type Test } from 'tap'
import { readyAddress, startProgram } from '../program.ts'
import { loosely, ROOT, walk } from './readme.ts'

const BETWEEN = '---- next stretch ----'
const hasTools = ['bash', 'curl'].every((tool) => !spawnSync(tool, ['--version']).error)

t.test(
  'the walk of the README works as printed',
  { skip: hasTools ? false : 'it needs bash and curl' },
  async (t) => {
    const stretches = walk()
    t.ok(stretches.length >= 5, `${stretches.length} stretches were read`)
    const folder = aFolder(t)
    const service = await startService(t, folder)

    const { code, out, err } = await runWalk(stretches, folder, service.address)
    t.equal(err, '', 'nothing complains')
    t.equal(code, 0)
    const printed = out.split(`${BETWEEN}\n`)
    for (const [place, { prints }] of stretches.entries()) {
      t.same(loosely(printed[place] ?? ''), loosely(prints), `stretch ${place + 1} prints what is beside it`)
    }

    service.process.kill('SIGINT')
    t.same(await once(service.process, 'exit'), [0, null], 'Ctrl-C ends it')
    t.notOk(existsSync(join(folder, 'data', 'postgres', 'postmaster.pid')), 'and its database')
  },
)

/** A folder where the relative paths of the README lead to what they lead to in the repository. */
function aFolder(t: Pick<Test, 'teardown'>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'fengsui-walk-')))
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
  return folder
}

/** Starts the service as `npm start` does, on the embedded database, at a free port. */
async function startService(
  t: Pick<Test, 'teardown'>,
  folder: string,
): Promise<{ process: ChildProcess; address: string }> {
  const child = startProgram('main', [], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, PORT: '0', LOG_LEVEL: 'warn' },
  })
  t.teardown(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGINT')
    await once(child, 'exit')
  })
  child.stderr.pipe(process.stderr, { end: false })
  return { process: child, address: await readyAddress(child) }
}

/** All stretches in one session, as in one terminal; the first failure ends it. */
async function runWalk(stretches: readonly { commands: string }[], folder: string, address: string) {
  const script = stretches.map(({ commands }) => commands).join(`echo '${BETWEEN}'\n`)
  const path = `${dirname(process.execPath)}${delimiter}${process.env.PATH}`
  const bash = spawn('bash', ['-euo', 'pipefail', '-c', script], {
    cwd: folder,
    env: { PATH: path, HOME: folder, LANG: 'C.UTF-8', FENGSUI: address },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [out, err, [code]] = await Promise.all([text(bash.stdout), text(bash.stderr), once(bash, 'exit')])
  return { code, out, err }
}
