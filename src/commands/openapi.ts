import pino from 'pino'
import { stringify } from 'yaml'
import { type AppParts, buildApp } from '../app.ts'
import { readConfig } from '../config.ts'
import type { Deps } from '../deps.ts'
import { openMetrics } from '../health/metrics.ts'
import type { Command } from './command.ts'

/** Prints the API document (OpenAPI 3.1, YAML) as the routes declare it. Needs no database. */
export const run: Command = async () => {
  process.stdout.write(await openapiYaml())
}

/**
 * The API document as text: the same for the same routes, so that two of them can be compared.
 *
 * @throws Error when a route reaches for the database or the keys while it is registered
 */
export async function openapiYaml(): Promise<string> {
  const deps: Deps = { db: inert('db'), config: readConfig({}), log: pino({ level: 'silent' }) }
  const metrics = openMetrics(deps)
  const parts: AppParts = {
    ring: inert('ring'),
    lane: inert('lane'),
    sealingKey: inert('sealingKey'),
    metrics,
    isSimulation: false,
  }
  const app = await buildApp(deps, parts)
  try {
    await app.ready()
    // without aliases: two equal parts of the document are written out twice, instead of as a YAML anchor; and with quotes
    // wherever a reader of YAML 1.1 would take a text for a date, a number or a no
    return stringify(app.swagger(), { aliasDuplicateObjects: false, lineWidth: 0, version: '1.1' })
  } finally {
    await app.close()
    metrics.close()
  }
}

/** Stands for something that only an answer to a request needs. */
function inert<Part extends object>(name: string): Part {
  const get = (_target: object, property: string | symbol): never => {
    throw new Error(`${name}.${String(property)} was used, though no request is served`)
  }
  return new Proxy({}, { get }) as Part
}
