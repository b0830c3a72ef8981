// npm test: installs what is missing, prepares tap, runs it under Node 24, and lets the test database go.
import { join } from 'node:path'
import { installMissing } from './lib/install.js'
import { findNode } from './lib/node24.js'
import { entry, root } from './lib/root.js'
import { endAs, runNode } from './lib/run.js'
import { buildTap, tap } from './lib/tap-plugins.js'

await entry(async () => {
  await installMissing({ dev: true })
  await buildTap(findNode())
  const end = await runNode([tap, ...process.argv.slice(2)])
  await runNode([join(root, 'test', 'leave-database.ts')])
  endAs(end)
})
