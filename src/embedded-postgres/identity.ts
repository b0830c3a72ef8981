import { spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { LauncherError } from './launcher-error.ts'

/** Of util-linux; where it is missing the probe below fails. */
const UNSHARE = 'unshare'

const NOBODY = 65_534

/** As whom the PostgreSQL programs run: PostgreSQL refuses to be root. */
export interface Identity {
  /** the user to change to, or null to stay who we are */
  user: { uid: number; gid: number } | null
  /** what stands before the command: nothing, or unshare with its options */
  prefix: readonly string[]
}

/**
 * Decides as whom PostgreSQL runs on a data folder.
 * An ordinary user runs it directly. Root runs it inside a user namespace, where root is called nobody; where
 * namespaces are forbidden, as the real nobody. A folder that belongs to somebody else is served as that user.
 *
 * @param cluster PostgreSQL's own folder, which may not exist yet
 * @throws LauncherError when there is no one to run it as
 */
export function chooseIdentity(cluster: string): Identity {
  const me = process.geteuid?.()
  if (me === undefined) return { user: null, prefix: [] }
  const owner = statSync(cluster, { throwIfNoEntry: false })
  if (owner && owner.uid !== me && me !== 0) {
    throw new LauncherError(
      `The data folder ${cluster} belongs to another user (uid ${owner.uid}). ` +
        'Start Fengsui as that user, or set DATA_DIR to another folder.',
    )
  }
  if (owner && owner.uid !== me) return { user: { uid: owner.uid, gid: owner.gid }, prefix: [] }
  if (me !== 0 && hasName()) return { user: null, prefix: [] }
  const prefix = namespacePrefix()
  if (prefix) return { user: null, prefix }
  if (me === 0) return { user: { uid: NOBODY, gid: NOBODY }, prefix: [] }
  // Only initdb asks for the user's name: a finished database can do without
  if (owner) return { user: null, prefix: [] }
  throw new LauncherError(
    `User id ${me} has no name in /etc/passwd and user namespaces are forbidden here, so a PostgreSQL database ` +
      'cannot be made. Give the id an entry in /etc/passwd, start as another user, or set DATABASE_URL.',
  )
}

function hasName(): boolean {
  try {
    return userInfo().username !== ''
  } catch {
    return false
  }
}

function namespacePrefix(): string[] | null {
  if (process.platform !== 'linux') return null
  const id = namedId()
  const prefix = [UNSHARE, '--user', `--map-user=${id}`, `--map-group=${NOBODY}`, '--']
  const probe = spawnSync(UNSHARE, [...prefix.slice(1), 'true'], { stdio: 'ignore' })
  return probe.status === 0 ? prefix : null
}

/** An id that has a name, other than root's: initdb looks it up. */
function namedId(): number {
  let passwd: string
  try {
    passwd = readFileSync('/etc/passwd', 'utf8')
  } catch {
    return NOBODY
  }
  const ids = passwd
    .split('\n')
    .map((line) => Number(line.split(':')[2]))
    .filter((id) => Number.isInteger(id) && id > 0)
  return ids.includes(NOBODY) ? NOBODY : (ids[0] ?? NOBODY)
}
