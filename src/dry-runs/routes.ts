import type { FastifyPluginAsyncZodOpenApi } from 'fastify-zod-openapi'
import type { Deps } from '../deps.ts'
import type { EvaluateOptions } from '../evaluations/evaluate.ts'
import { openLocalRuleBook } from '../local-rules/rule-book.ts'
import { openRuleBook } from '../routing/rule-book.ts'
import { judgeFacts } from './judge-facts.ts'
import { judgeSeries } from './judge-series.ts'
import { evaluateFactSeries, evaluateFacts } from './operations.ts'
import { readStanding } from './store.ts'
import { evaluationView, seriesView } from './views.ts'

/** Dry runs of the judge (研判试算): the rules that hold now, and nothing is written. */
export function dryRunRoutes({ db, config }: Deps): FastifyPluginAsyncZodOpenApi {
  const ruleBook = openRuleBook(db)
  const localRuleBook = openLocalRuleBook(db)
  const standingRules = async (): Promise<EvaluateOptions> => {
    const { now, routingStamp, localRulesStamp } = await readStanding(db)
    return {
      routingRules: await ruleBook.rulesFor(routingStamp, now),
      localRules: await localRuleBook.rulesFor(localRulesStamp),
      switches: { anyDeathDirectReport: config.ANY_DEATH_DIRECT_REPORT },
    }
  }
  return async (app) => {
    app.post('/evaluations', { schema: evaluateFacts }, async (request) =>
      evaluationView(await judgeFacts(db, request.body, await standingRules())),
    )
    app.post('/evaluations/series', { schema: evaluateFactSeries }, async (request) => {
      const { timeline, until } = request.body
      const end = new Date(until ?? Math.max(...timeline.map(({ at }) => Date.parse(at))))
      return seriesView(await judgeSeries(db, request.body, await standingRules()), end)
    })
  }
}
