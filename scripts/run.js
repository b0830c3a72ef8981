// node scripts/run.js FILE [arguments]: runs a program of this repository under Node 24, its packages installed.
import { resolve } from 'node:path'
import { installMissing } from './lib/install.js'
import { entry, root, StarterError } from './lib/root.js'
import { endAs, QUICKLY, runNode } from './lib/run.js'

await entry(async () => {
  const [file, ...args] = process.argv.slice(2)
  if (!file) throw new StarterError('usage: node scripts/run.js FILE [arguments]')
  // the command line of users needs no tools of development
  const isForUsers = file.startsWith('src/')
  await installMissing({ dev: !isForUsers })
  endAs(await runNode([...(isForUsers ? QUICKLY : []), resolve(root, file), ...args]))
})
