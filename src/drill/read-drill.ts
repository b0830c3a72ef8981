/** Reads a drill file (演练脚本) and refuses one that contradicts itself, with a sentence for whoever wrote it. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse as parseYaml } from 'yaml'
import { CommandError } from '../command-error.ts'
import { everyStep, labelsOf, type PlacedStep } from './every-step.ts'
import { labelsIn } from './references.ts'
import { type Drill, drillSchema } from './schema.ts'
import type { Step } from './step-schema.ts'

const FOLDER = fileURLToPath(new URL('../../drills', import.meta.url))

/**
 * @param nameOrPath the name of a drill in the folder `drills`, or the path of a JSON or YAML file
 * @throws CommandError that says what is wrong and where
 */
export async function readDrill(nameOrPath: string): Promise<Drill> {
  const isName = /^[a-z0-9-]+$/.test(nameOrPath)
  const path = isName ? join(FOLDER, `${nameOrPath}.json`) : nameOrPath
  const text = await readFile(path, 'utf8').catch(async () => {
    throw new CommandError(`There is no drill at ${path}. Those of this house: ${await drillNames()}`)
  })
  return parseDrill(text, path)
}

/**
 * @throws CommandError that says what is wrong and where
 */
export function parseDrill(text: string, path: string): Drill {
  const result = drillSchema.safeParse(contentOf(text, path))
  if (!result.success) {
    const lines = result.error.issues.map((issue) => `  /${issue.path.join('/')}: ${issue.message}`)
    throw new CommandError(`${path} is not a drill:\n${lines.slice(0, 20).join('\n')}`)
  }
  const faults = contradictionsIn(result.data)
  if (faults.length > 0) throw new CommandError(`${path} is not a drill:\n  ${faults.join('\n  ')}`)
  return result.data
}

async function drillNames(): Promise<string> {
  const files = await readdir(FOLDER)
  const names = files.filter((file) => file.endsWith('.json') && !file.endsWith('.schema.json'))
  return names.map((file) => file.slice(0, -'.json'.length)).join(', ')
}

function contentOf(text: string, path: string): unknown {
  try {
    return /\.ya?ml$/.test(path) ? parseYaml(text) : JSON.parse(text)
  } catch (error) {
    throw new CommandError(`${path} cannot be read: ${error instanceof Error ? error.message : error}`)
  }
}

/** What the shape alone cannot say: names that nobody has, steps out of order. */
function contradictionsIn(drill: Drill): string[] {
  const steps = everyStep(drill.steps)
  const labels = labelsOf(steps)
  return [
    ...twice(
      'cast',
      drill.cast.map(({ id }) => id),
    ),
    ...twice(
      'sources',
      drill.sources.map(({ id }) => id),
    ),
    ...twice('labels', labels),
    ...outOfOrder(drill),
    ...daysBefore(drill),
    ...steps.flatMap((placed, i) => unknownNames(drill, placed, steps.slice(0, i), labels)),
    ...unknownInExpects(drill, labels),
  ]
}

function twice(what: string, names: readonly string[]): string[] {
  const repeated = new Set(names.filter((name, i) => names.indexOf(name) !== i))
  return [...repeated].map((name) => `/${what}: ${name} is there twice`)
}

function outOfOrder({ startsAt, endsAt, steps }: Drill): string[] {
  const instants = [startsAt, ...steps.map(({ at }) => at), ...(endsAt ? [endsAt] : [])]
  return instants.flatMap((at, i) => {
    const before = instants[i - 1]
    return before !== undefined && Date.parse(at) < Date.parse(before) ? [`${at} stands after ${before}`] : []
  })
}

/** Days of a repeated step that lie before its first. */
function daysBefore({ steps }: Drill): string[] {
  return steps.flatMap((step, i) =>
    step.what === 'nil_report' && step.days?.some((day) => day < step.at.slice(0, 10))
      ? [`/steps/${i}/days: a day lies before the step`]
      : [],
  )
}

function unknownNames(
  drill: Drill,
  { step, place }: PlacedStep,
  before: readonly PlacedStep[],
  labels: readonly string[],
): string[] {
  const earlier = new Set(labelsOf(before))
  const here = (field: string, detail: string) => `/steps/${place}/${field}: ${detail}`
  const faults: string[] = []
  if ('who' in step && !drill.cast.some(({ id }) => id === step.who)) {
    faults.push(here('who', `${step.who} is not in the cast`))
  }
  for (const source of step.source ?? []) {
    if (!drill.sources.some(({ id }) => id === source))
      faults.push(here('source', `${source} is not a source`))
  }
  const needed = step.what === 'withdraw' ? step.of : 'eventOf' in step ? step.eventOf : undefined
  if (needed !== undefined && !earlier.has(needed))
    faults.push(here('label', `${needed} comes later or never`))
  if (step.what === 'call') {
    const spoken = [...labelsIn(step.with), ...labelsIn(step.body), ...labelsIn(step.shows)]
    const strange = spoken.filter(
      ({ kind, label }) => !(earlier.has(label) || (kind === 'id' && labels.includes(label))),
    )
    faults.push(...strange.map(({ label }) => here('label', `${label} comes later or never`)))
  }
  if (step.what === 'report')
    faults.push(...placeless(step.report, earlier, new Set(labels)).map((why) => here('report', why)))
  return faults
}

function placeless(
  report: Extract<Step, { what: 'report' }>['report'],
  earlier: ReadonlySet<string>,
  all: ReadonlySet<string>,
): string[] {
  const { after, event, eventOf } = report
  if (after !== undefined && !all.has(after)) return [`${after} is no report of this drill`]
  if (eventOf !== undefined && !earlier.has(eventOf)) return [`${eventOf} comes later or never`]
  if (event && eventOf) return ['give event or eventOf, not both']
  if (event || eventOf || (after !== undefined && earlier.has(after))) return []
  return ['give event, or eventOf, or after with a report that came before']
}

function unknownInExpects(drill: Drill, labels: readonly string[]): string[] {
  return drill.expects.flatMap((expected, i) => {
    const named = [
      ...('label' in expected ? [expected.label] : []),
      ...('labels' in expected ? expected.labels : []),
      ...('eventOf' in expected ? [expected.eventOf] : []),
    ]
    return named.filter((name) => !labels.includes(name)).map((name) => `/expects/${i}: ${name} is no report`)
  })
}
