import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { startProgram } from '../program.ts'

const SMALL = fileURLToPath(new URL('fixtures/landslide.yaml', import.meta.url))
const PATIENCE_MS = 60_000

/** Runs the command with a folder of its own for whatever it makes. */
function drill(temporary: string, ...args: string[]) {
  mkdirSync(temporary, { recursive: true })
  const child = startProgram('cli', ['drill', ...args], { env: { ...process.env, TMPDIR: temporary } })
  const said = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.err += text
  })
  return { child, said, ended: statusOf(child) }
}

async function statusOf(child: ChildProcess): Promise<number | null> {
  const [status] = await once(child, 'close')
  return status
}

/** Processes that work in a folder, by what their command lines say. */
function processesOf(folder: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^[0-9]+$/.test(name) && name !== String(process.pid))
    .filter((pid) => commandLine(pid).includes(folder))
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return '' // it has just ended
  }
}

t.test(
  'an expectation that does not hold makes the exit status non-zero, and nothing is left behind',
  async (t) => {
    const folder = t.testdir()
    const path = join(folder, 'wrong.yaml')
    const wrong = readFileSync(SMALL, 'utf8').replace(/count: 1/g, 'count: 7')
    writeFileSync(path, wrong)
    const temporary = join(folder, 'tmp')
    const { said, ended } = drill(temporary, path)
    t.equal(await ended, 1, said.err)
    t.match(said.out, /✗ 一个灾害过程 {2}One event\n +expected 7, got 1/)
    t.strictSame(readdirSync(temporary), [])
  },
)

t.test('--json gives all of it as data on stdout', async (t) => {
  const { said, ended } = drill(join(t.testdir(), 'tmp'), SMALL, '--json')
  t.equal(await ended, 0, said.err)
  const data = JSON.parse(said.out)
  t.match(data, { drill: { id: 'landslide' }, isKept: true, stopped: null })
  t.match(data.timeline[0], { at: '2026-07-01T08:30:00.000+08:00', step: { what: 'note' } })
  t.ok(data.promises.length > 10)
})

t.test('Ctrl-C clears the ground', { skip: process.platform !== 'linux' }, async (t) => {
  const temporary = join(t.testdir(), 'tmp')
  const { child, said, ended } = drill(temporary, 'dangxiong-2008')
  const until = Date.now() + PATIENCE_MS
  while (!isServing(temporary) && Date.now() < until) await sleep(50)
  t.ok(isServing(temporary), 'the service had started')
  child.kill('SIGINT')
  t.equal(await ended, 130, said.err)
  t.match(said.err, /broken off/)
  t.strictSame(readdirSync(temporary), [])
  t.strictSame(processesOf(temporary), [], 'no process is left')
})

/** The first accounts are written when the service starts. */
function isServing(temporary: string): boolean {
  return readdirSync(temporary).some((name) => {
    try {
      return readdirSync(join(temporary, name)).includes('first-accounts.json')
    } catch {
      return false // it has just gone
    }
  })
}

t.test('whoever types it wrongly is told how it goes', async (t) => {
  for (const args of [[], ['--jsn'], ['a', 'b'], ['no-such-drill']]) {
    const { said, ended } = drill(join(t.testdir(), 'tmp'), ...args)
    t.equal(await ended, 1)
    t.match(said.err, /usage: npm run drill|There is no drill at .*dangxiong-2008/)
  }
})
