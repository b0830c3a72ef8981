/** The API document (接口文档) as the service itself gives it out: steps use what stands in it, and nothing else. */
import { z } from 'zod'
import { ask, UnexpectedAnswer, type Wire } from './post.ts'

const parameterSchema = z.object({
  name: z.string(),
  in: z.enum(['path', 'query', 'header', 'cookie']),
  required: z.boolean().optional(),
})

const documentSchema = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({ operationId: z.string(), parameters: z.array(parameterSchema).optional() }),
    ),
  ),
})

/** One route of the document. */
export interface Operation {
  method: 'GET' | 'POST'
  path: string
  parameters: readonly z.infer<typeof parameterSchema>[]
  /** whether the same key makes it the same thing again */
  isKeyed: boolean
}

/** Every route that a step may use, by its operationId. */
export type Contract = ReadonlyMap<string, Operation>

/** Reads the document of the service. */
export async function readContract(wire: Wire): Promise<Contract> {
  const { status, text } = await ask({ ...wire, heard: () => undefined }, 'GET', '/docs/openapi.json')
  if (status !== 200) throw new UnexpectedAnswer(`the API document was answered ${status}`)
  const { paths } = documentSchema.parse(JSON.parse(text))
  return new Map(
    Object.entries(paths).flatMap(([path, operations]) =>
      Object.entries(operations).flatMap(([method, { operationId, parameters = [] }]) =>
        method === 'get' || method === 'post'
          ? [[operationId, operationOf(method, path, parameters)] as const]
          : [],
      ),
    ),
  )
}

function operationOf(
  method: 'get' | 'post',
  path: string,
  parameters: readonly z.infer<typeof parameterSchema>[],
): Operation {
  const isKeyed = parameters.some((one) => one.in === 'header' && one.name === 'idempotency-key')
  return { method: method === 'get' ? 'GET' : 'POST', path, parameters, isKeyed }
}

/**
 * What is wrong with a use of a route, by the document: one that is not there, a name it does not know, one it needs.
 */
export function misuseOf(contract: Contract, operation: string, names: readonly string[]): string[] {
  const found = contract.get(operation)
  if (!found) return [`${operation} stands in no GET or POST of the API document`]
  const known = found.parameters.filter((one) => one.in === 'path' || one.in === 'query')
  return [
    ...names
      .filter((name) => !known.some((one) => one.name === name))
      .map((name) => `${operation} knows no ${name}`),
    ...known
      .filter(({ name, required }) => required && !names.includes(name))
      .map(({ name }) => `${operation} needs ${name}`),
  ]
}

/** The address of one request. */
export function addressOf({ path, parameters }: Operation, values: Readonly<Record<string, string>>): string {
  const filled = path.replaceAll(/\{([^}]+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''))
  const query = new URLSearchParams(
    parameters.flatMap(({ name, in: where }): [string, string][] => {
      const value = values[name]
      return where === 'query' && value !== undefined ? [[name, value]] : []
    }),
  )
  return query.size === 0 ? filled : `${filled}?${query}`
}
