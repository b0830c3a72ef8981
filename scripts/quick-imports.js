// Loaded before the program (node --import), which then starts in half the time. Without it everything works the same.
import { enableCompileCache, registerHooks } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './lib/root.js'

// compiled code, and TypeScript without its types, stay on the disk from one start to the next
enableCompileCache(join(root, 'node_modules', '.cache', 'fengsui'))

// Node parses a package's package.json once for each import of each of its files, and drizzle-orm's has 180 KB.
// Its files name each other by relative paths, so that what they mean is known without it.
const DRIZZLE = pathToFileURL(join(root, 'node_modules', 'drizzle-orm', '/')).href
const entries = new Map()

registerHooks({
  resolve(specifier, context, next) {
    if (specifier.startsWith('.') && specifier.endsWith('.js') && context.parentURL?.startsWith(DRIZZLE)) {
      return { url: new URL(specifier, context.parentURL).href, format: 'module', shortCircuit: true }
    }
    if (!specifier.startsWith('drizzle-orm') || !context.conditions.includes('import')) {
      return next(specifier, context)
    }
    const known = entries.get(specifier) ?? next(specifier, context)
    entries.set(specifier, known)
    return { ...known, shortCircuit: true }
  },
})
