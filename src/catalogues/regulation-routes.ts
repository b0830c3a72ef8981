import type { FastifyPluginAsyncZodOpenApi } from 'fastify-zod-openapi'
import { z } from 'zod'
import { conditionalHeaders, isUnchanged, NOT_MODIFIED, TAGGED_HEADERS } from '../http/etag.ts'
import { pageFrom, positionOf } from '../http/pages.ts'
import { Problem } from '../problems/problem.ts'
import { problems } from '../problems/schemas.ts'
import type { LocalRule } from '../regulations/local-rule.ts'
import { code } from '../wire.ts'
import {
  regulationPageSchema,
  regulationParams,
  regulationQuery,
  regulationSchema,
} from './regulation-schemas.ts'
import { describeRules } from './rules/describe.ts'
import { filterRules } from './rules/filter.ts'
import { findRule, indexOf, nearestRules } from './rules/find.ts'
import { localRulesOver } from './rules/local.ts'

const POSITION = z.tuple([code(100)])
/** Every caller gets the same. */
const EVERYBODY = null

const listRegulationsSchema = {
  operationId: 'listRegulations',
  summary: 'List the rules with their sources (规则及依据)',
  description:
    'Thresholds, time limits, checks and code lists in words and figures, each edition with its instrument, clause, days in force and how far its text is verified. Filters leave out editions, and rules of which no edition is left.',
  tags: ['catalogues'],
  querystring: regulationQuery,
  headers: conditionalHeaders,
  response: {
    200: {
      description: 'A page of rules',
      headers: TAGGED_HEADERS,
      content: { 'application/json': { schema: regulationPageSchema } },
    },
    304: NOT_MODIFIED,
    ...problems(400, 401, 403, 429),
  },
}

const getRegulationSchema = {
  operationId: 'getRegulation',
  summary: 'Read one rule with all its editions (规则)',
  description:
    'By the id that stands in the `because` of any answer, in a refusal, or as the target of a local rule. Where the bureau has laid rules of its own over it, `localRules` says so. 404 names the ids that are most like the one that was asked for.',
  tags: ['catalogues'],
  params: regulationParams,
  headers: conditionalHeaders,
  response: {
    200: {
      description: 'The rule',
      headers: TAGGED_HEADERS,
      content: { 'application/json': { schema: regulationSchema } },
    },
    304: NOT_MODIFIED,
    ...problems(400, 401, 403, 404, 429),
  },
}

/**
 * The rules to read, built once: they change only with a release.
 *
 * @param readLocalRules every local rule that was approved
 */
export function regulationRoutes(
  readLocalRules: () => Promise<readonly LocalRule[]>,
): FastifyPluginAsyncZodOpenApi {
  const index = indexOf(describeRules())
  return async (app) => {
    app.get('/regulations', { schema: listRegulationsSchema }, async (request, reply) => {
      const { limit, after, status, group, ...others } = request.query
      const filter = { ...others, status: several(status), group: several(group) }
      const found = filterRules(following(after), filter)
      const { rows, next } = pageFrom(found, limit, ({ rule }) => [rule])
      const page = { items: rows, next }
      return isUnchanged(request, reply, EVERYBODY, page) ? reply.code(304).send() : page
    })

    app.get('/regulations/:rule', { schema: getRegulationSchema }, async (request, reply) => {
      const { rule } = request.params
      const entry = findRule(index, rule)
      if (!entry) throw notThere(rule)
      const localRules = localRulesOver(entry, index, await readLocalRules())
      const shown = localRules.length === 0 ? entry : { ...entry, localRules }
      return isUnchanged(request, reply, EVERYBODY, shown) ? reply.code(304).send() : shown
    })
  }

  /** What stands after a position, in the order of the list. */
  function following(after: string | undefined) {
    if (after === undefined) return index.entries
    const [rule] = positionOf(
      POSITION.refine(([known]) => index.byRule.get(known)?.rule === known),
      after,
    )
    return index.entries.slice(index.entries.findIndex((entry) => entry.rule === rule) + 1)
  }

  function notThere(rule: string): Problem {
    const nearest = nearestRules(index, rule)
    return new Problem('not-found', `There is no rule ${rule}. The nearest are ${nearest.join(', ')}.`, {
      nearest,
    })
  }
}

function several<Value extends string>(given: Value | Value[] | undefined): Value[] | undefined {
  return typeof given === 'string' ? [given] : given
}
