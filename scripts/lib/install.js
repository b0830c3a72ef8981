import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { root, StarterError } from './root.js'

const WAIT_MS = 200

/**
 * Installs the packages that are missing, and does nothing when none is: some milliseconds.
 *
 * @param {{ dev: boolean }} options dev: also what only development and tests need
 */
export async function installMissing({ dev }) {
  if (isComplete(dev)) return
  const unlock = await lock()
  try {
    if (!isComplete(dev)) npmInstall(dev)
  } finally {
    unlock()
  }
}

/**
 * Compares the lockfile with npm's own note of what it installed, whoever ran npm and however.
 * Optional packages may be absent: they are for other kinds of machines.
 */
function isComplete(dev) {
  const installed = readJson('node_modules', '.package-lock.json')?.packages
  if (!installed) return false
  const wanted = readJson('package-lock.json')?.packages ?? {}
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '' || entry.optional || entry.devOptional || entry.peer || (entry.dev && !dev)) continue
    if (installed[path]?.version !== entry.version) return false
  }
  return true
}

function readJson(...path) {
  try {
    return JSON.parse(readFileSync(join(root, ...path), 'utf8'))
  } catch (error) {
    if (error.code === 'ENOENT') return null
    throw error
  }
}

/**
 * `npm install` follows the lockfile and, unlike `npm ci`, leaves alone what is there: a Fengsui that runs
 * from this folder keeps its files.
 */
function npmInstall(dev) {
  process.stderr.write('Installing what is missing; this happens once ...\n')
  const args = ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error', '--include=optional']
  args.push(dev ? '--include=dev' : '--omit=dev')
  const npm = process.env.npm_execpath
  const viaScript = npm?.endsWith('.js')
  const { status, error } = spawnSync(
    viaScript ? process.execPath : 'npm',
    viaScript ? [npm, ...args] : args,
    {
      cwd: root,
      env: withoutProduction(dev),
      stdio: ['ignore', 2, 2],
      shell: !viaScript && process.platform === 'win32',
    },
  )
  if (status === 0) return
  throw new StarterError(
    `The packages could not be installed (npm ${error ? error.message : `ended with ${status}`}). ` +
      'Look at the messages above: npm needs to reach its registry and to write to this folder.',
  )
}

/** NODE_ENV=production would make npm leave out what the tests need. */
function withoutProduction(dev) {
  if (!dev) return process.env
  const { NODE_ENV: _, ...rest } = process.env
  return rest
}

/** One installation at a time in one folder; a lock whose owner has died counts for nothing. */
async function lock() {
  const path = join(
    tmpdir(),
    `fengsui-install-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`,
  )
  const owner = join(path, 'pid')
  for (;;) {
    try {
      mkdirSync(path)
      writeFileSync(owner, String(process.pid))
      return () => rmSync(path, { recursive: true, force: true })
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    if (!ownerLives(owner)) rmSync(path, { recursive: true, force: true })
    await sleep(WAIT_MS)
  }
}

function ownerLives(path) {
  let pid
  try {
    pid = Number(readFileSync(path, 'utf8'))
  } catch {
    return false
  }
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
