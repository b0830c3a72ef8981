import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root, StarterError } from './root.js'

const NEEDED = 24

/**
 * Finds a Node that runs our TypeScript as it is: this one when new enough, else the one that npm installed.
 *
 * @returns {string} path of the program
 */
export function findNode() {
  if (Number(process.versions.node.split('.')[0]) >= NEEDED) return process.execPath
  const kind = `${process.platform}-${process.arch}`
  for (const name of [`node-${kind}`, `node-bin-${kind}`]) {
    const program = join(root, 'node_modules', name, 'bin', 'node')
    if (existsSync(program)) return program
  }
  throw new StarterError(
    `Fengsui needs Node ${NEEDED} or newer; this is ${process.versions.node}, and no package with Node ${NEEDED} is installed ` +
      `for ${kind}. Install Node ${NEEDED} from nodejs.org, or run "npm install" without leaving out optional packages.`,
  )
}
