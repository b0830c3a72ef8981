import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root, StarterError } from './root.js'

const TEST = join(root, 'node_modules', '@tapjs', 'test')

/** The file that starts tap. */
export const tap = join(root, 'node_modules', 'tap', 'dist', 'esm', 'run.mjs')

/**
 * tap is generated from its list of plugins, and comes with a list that .taprc changes. It would notice by itself, but
 * only after it has loaded the wrong ones.
 */
export async function buildTap(node) {
  if (built() === (await wanted())) return
  process.stderr.write('Preparing tap; this happens once ...\n')
  const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` }
  const { status } = spawnSync(node, [tap, 'build'], { cwd: root, env, stdio: ['ignore', 2, 2] })
  if (status !== 0 || built() !== (await wanted())) {
    throw new StarterError(
      'tap could not be prepared; look at the messages above. It writes to node_modules.',
    )
  }
}

function built() {
  const source = readFileSync(join(TEST, 'test-built', 'dist', 'esm', 'index.js'), 'utf8')
  return /^export const signature = [`'"]([^`'"]*)[`'"]/m.exec(source)?.[1].trim() ?? ''
}

async function wanted() {
  const list = pathToFileURL(join(TEST, 'dist', 'esm', 'default-plugins.js'))
  const { defaultPlugins } = await import(list.href)
  const named = pluginLines(readFileSync(join(root, '.taprc'), 'utf8'))
  const removed = new Set(named.filter((name) => name.startsWith('!')).map((name) => name.slice(1)))
  const added = named.filter((name) => !name.startsWith('!'))
  const plugins = [...new Set([...defaultPlugins, ...added])].filter((name) => !removed.has(name))
  return plugins.sort((a, b) => a.localeCompare(b, 'en')).join('\n')
}

/** The items of the list `plugin:` in .taprc. */
function pluginLines(taprc) {
  const block = /^plugin:\s*\n((?:\s+-.*\n?)*)/m.exec(taprc)?.[1] ?? ''
  return [...block.matchAll(/-\s*["']?([^"'\s]+)["']?/g)].map((match) => match[1])
}
