import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, chown, lstat, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Binaries } from './binaries.ts'
import { serverEnvironment } from './environment.ts'
import type { Identity } from './identity.ts'
import { errorCode, LauncherError } from './launcher-error.ts'

const PASSWORD_FILE = 'fengsui.password'
const DRAFT = 'postgres.new-'

/**
 * Looks whether a folder holds a database of our version, and touches nothing.
 *
 * @returns false where there is none yet
 * @throws LauncherError when what is there cannot be used
 */
export async function clusterExists(cluster: string, major: string): Promise<boolean> {
  let found: string
  try {
    found = (await readFile(join(cluster, 'PG_VERSION'), 'utf8')).trim()
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw unreadable(cluster, error)
    const content = await readdir(cluster).catch(() => [])
    if (content.length === 0) return false
    throw new LauncherError(
      `${cluster} is not empty and is not a PostgreSQL data folder. Nothing was changed. ` +
        'Move it away, or set DATA_DIR to another folder.',
    )
  }
  if (found === major) return true
  throw new LauncherError(
    `The data folder ${cluster} was made by PostgreSQL ${found}, and this Fengsui brings PostgreSQL ${major}. ` +
      'Nothing was changed. Make a backup with the Fengsui that made it (npm run backup), then restore it here ' +
      '(npm run restore) with DATA_DIR set to a new folder.',
  )
}

function unreadable(cluster: string, error: unknown): LauncherError {
  return new LauncherError(
    `The data folder ${cluster} cannot be read (${errorCode(error)}). ` +
      'Start Fengsui as the user it belongs to, or set DATA_DIR to another folder.',
    { cause: error },
  )
}

/**
 * Makes a new database beside its place and moves it there complete: a start that is cut short leaves
 * a draft, which the next start removes, never half a database.
 */
export async function createCluster(folder: string, binaries: Binaries, identity: Identity): Promise<void> {
  await removeDrafts(folder)
  const draft = join(folder, `${DRAFT}${randomBytes(6).toString('hex')}`)
  await mkdir(draft, { mode: 0o700 })
  const password = join(draft, PASSWORD_FILE)
  await writeFile(password, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600, flush: true })
  if (identity.user) {
    await letPass(folder)
    await giveAway(draft, identity.user)
  }
  const cluster = join(draft, 'cluster')
  await initdb(binaries, identity, draft, cluster, password)
  await rename(password, join(cluster, PASSWORD_FILE))
  await rename(cluster, join(folder, 'postgres'))
  await rm(draft, { recursive: true })
}

async function removeDrafts(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    // An initdb that outlived its Fengsui may still be writing, for some tenths of a second
    if (name.startsWith(DRAFT)) await rm(join(folder, name), { recursive: true, maxRetries: 20 })
  }
}

async function initdb(
  binaries: Binaries,
  identity: Identity,
  draft: string,
  cluster: string,
  password: string,
): Promise<void> {
  const options = ['-D', cluster, '-U', 'postgres', `--pwfile=${password}`, '-E', 'UTF8', '--locale=C']
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions']
  const auth = ['--auth-host=scram-sha-256', '--auth-local=scram-sha-256']
  const [command = '', ...args] = [...identity.prefix, binaries.initdb, ...options, ...locale, ...auth]
  const child = spawn(command, args, {
    cwd: draft,
    detached: true,
    env: serverEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe'],
    ...identity.user,
  })
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text
  })
  const failure = await new Promise<string | null>((resolve) => {
    child.on('error', (error) => resolve(error.message))
    child.on('close', (code, name) => resolve(code === 0 ? null : `${complaint.trim()} (${name ?? code})`))
  })
  if (failure === null) return
  await rm(draft, { recursive: true, force: true })
  const hint = identity.user
    ? ` Fengsui runs as root, and user namespaces are forbidden here, so PostgreSQL ran as user id ${identity.user.uid}, ` +
      'which must be able to read the folders of Fengsui and of its data. Or start Fengsui as an ordinary user.'
    : ''
  throw new LauncherError(`A PostgreSQL database could not be made in ${cluster}: ${failure}.${hint}`)
}

/**
 * Puts an existing data folder in the state that PostgreSQL demands: private, and its owner's.
 */
export async function securePermissions(cluster: string, identity: Identity): Promise<void> {
  const { mode, uid } = await stat(cluster)
  if ((mode & 0o777) !== 0o700) await chmod(cluster, 0o700)
  if (!identity.user) return
  await letPass(join(cluster, '..'))
  if (uid !== identity.user.uid) await giveAway(cluster, identity.user)
}

/** Lets other users pass through a folder, without reading it. */
async function letPass(folder: string): Promise<void> {
  const { mode } = await stat(folder)
  await chmod(folder, (mode & 0o777) | 0o011)
}

async function giveAway(path: string, user: { uid: number; gid: number }): Promise<void> {
  const entry = await lstat(path)
  if (entry.isSymbolicLink()) return
  if (entry.isDirectory()) {
    for (const name of await readdir(path)) await giveAway(join(path, name), user)
  }
  await chown(path, user.uid, user.gid)
}

/**
 * The generated password of the database, kept inside its folder so that the two travel together.
 *
 * @throws LauncherError when it is gone
 */
export async function readPassword(cluster: string): Promise<string> {
  const path = join(cluster, PASSWORD_FILE)
  try {
    return (await readFile(path, 'utf8')).trim()
  } catch (error) {
    throw new LauncherError(
      `The password of the database, ${path}, cannot be read (${errorCode(error)}). ` +
        'Restore this file from a backup: nothing else opens the database.',
      { cause: error },
    )
  }
}
