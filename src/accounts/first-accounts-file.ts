import { randomBytes } from 'node:crypto'
import { mkdir, open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { Role } from './caller.ts'

/** A person or a system among the first accounts, as the file names them. */
export type FirstAccount =
  | { account: string; password: string; role: Role; regionCode: string; section?: string }
  | { clientId: string; secret: string; role: Role; regionCode: string }

/**
 * Writes the file as a whole, readable by its owner alone, and makes sure that it outlives a power cut.
 *
 * @returns its path
 */
export async function writeFirstAccounts(
  dataDir: string,
  accounts: readonly FirstAccount[],
): Promise<string> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const path = join(dataDir, 'first-accounts.json')
  const draft = `${path}.${process.pid}.${randomBytes(6).toString('hex')}`
  const file = await open(draft, 'wx', 0o600)
  try {
    await file.writeFile(`${JSON.stringify(accounts, null, 2)}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(draft, path)
  const folder = await open(dataDir, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
  return path
}
