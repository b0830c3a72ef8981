import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { LauncherError } from './launcher-error.ts'

const BUSY = 5

/** Held while this process alone may start, use and stop the database of one data folder. */
export interface Lock {
  release(): void
}

/**
 * Takes the data folder for this process. The lock is the operating system's, through a file that SQLite locks
 * for us, because Node has no file locks: it ends with the process however that dies, so it is never stale.
 *
 * @throws LauncherError when another process holds it, or the folder cannot be written
 */
export function takeLock(folder: string): Lock {
  const path = join(folder, 'fengsui.lock')
  const holder = join(folder, 'fengsui.pid')
  let file: DatabaseSync | null = null
  try {
    // made here, because SQLite would let everybody read it
    closeSync(openSync(path, 'a', 0o600))
    file = new DatabaseSync(path)
    file.exec('pragma journal_mode = memory; pragma locking_mode = exclusive; begin exclusive')
    writeFileSync(holder, `${process.pid}\n`, { mode: 0o600 })
  } catch (error) {
    file?.close()
    throw refusal(error, folder, holder)
  }
  return { release: () => file.close() }
}

function refusal(error: unknown, folder: string, holder: string): LauncherError {
  if (error instanceof Error && 'errcode' in error && error.errcode === BUSY) {
    return new LauncherError(
      `Another Fengsui (${describe(holder)}) already uses the data folder ${folder}. ` +
        'Stop it first, or set DATA_DIR to another folder.',
      { cause: error },
    )
  }
  const reason = error instanceof Error ? error.message : String(error)
  return new LauncherError(
    `The data folder ${folder} cannot be written (${reason}). ` +
      'Start Fengsui as the user it belongs to, or set DATA_DIR to another folder.',
    { cause: error },
  )
}

function describe(holder: string): string {
  try {
    return `process ${readFileSync(holder, 'utf8').trim()}`
  } catch {
    return 'process unknown'
  }
}
