// npm start: everything from nothing. Plain JavaScript without packages, for any Node from 20 on.
import { join } from 'node:path'
import { installMissing } from './lib/install.js'
import { entry, root } from './lib/root.js'
import { endAs, QUICKLY, runNode } from './lib/run.js'

await entry(async () => {
  await installMissing({ dev: false })
  endAs(await runNode([...QUICKLY, join(root, 'src', 'main.ts'), ...process.argv.slice(2)]))
})
