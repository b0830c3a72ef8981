/** What docs/local-rules.md shows with curl is sent as it stands there. */
import { readFileSync } from 'node:fs'
import t from 'tap'
import { holdingOf } from '../../src/evaluations/local-targets.ts'
import type { LocalRuleView } from '../../src/local-rules/schemas.ts'
import { PROBLEMS } from '../../src/problems/catalogue.ts'
import { NATIONAL_RULES } from '../../src/regulations/rule-set.ts'
import { startApi } from '../api.ts'
import { anOffice, must } from './office.ts'

const PAGE = readFileSync(new URL('../../docs/local-rules.md', import.meta.url), 'utf8')

interface Call {
  method: string
  path: string
  who: string
  body: string | null
}

function calls(): Call[] {
  const shell = [...PAGE.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, text]) => text ?? '').join('')
  return shell
    .split(/^curl /m)
    .slice(1)
    .map((text) => ({
      method: text.includes('-X POST') || text.includes("-d '") ? 'POST' : 'GET',
      path: /\$URL(\S+)/.exec(text)?.[1] ?? '',
      who: /Bearer \$(\w+)/.exec(text)?.[1] ?? '',
      body: /-d '\n([\s\S]*?)'\n/.exec(text)?.[1] ?? null,
    }))
}

t.test('every call of the page does what the page says', async (t) => {
  const api = await startApi(t, { environment: { RUN: 'api' } })
  const { first, second, propose } = await anOffice(api)
  const [TOKEN, TOKEN2] = [await first.token(), await second.token()]
  const ask = async ({ method, path, who, body }: Call, id: string) => {
    const headers: Record<string, string> = { authorization: `Bearer ${who === 'TOKEN' ? TOKEN : TOKEN2}` }
    if (body !== null) headers['content-type'] = 'application/json'
    const response = await fetch(`${api.address}${path.replace('$ID', id)}`, { method, headers, body })
    return { status: response.status, text: await response.text() }
  }
  const found = calls()
  t.ok(found.length >= 8, `${found.length} calls`)
  let id = ''
  for (const call of found) {
    if (/refusal|withdrawal/.test(call.path)) id = (await propose()).id
    const { status, text } = await ask(call, id)
    const expected = call.body !== null && !call.path.endsWith('refusal') ? 201 : 200
    t.equal(status, expected, `${call.method} ${call.path} ${text.slice(0, 300)}`)
    if (call.path === '/v1/local-rules' && id === '') id = JSON.parse(text).id
  }
  for (const [, query] of PAGE.matchAll(/`GET (\/v1\/local-rules\?\S+)`/g)) {
    must<{ items: LocalRuleView[] }>(await first.get(query ?? ''), 200)
  }
})

t.test('the targets and problems that the page names are there', async (t) => {
  const day = '2026-07-01'
  const targets = [...PAGE.matchAll(/`((?:[a-z_]+\.[a-z0-9_]+(?:\.[a-z_]+)?)|anyDeathDirectReport)`/g)]
    .map(([, target]) => target ?? '')
    .filter((target) => !/^(local_rule)\.|\.ts$/.test(target))
  t.ok(targets.length >= 12, `${targets.length} targets`)
  t.same(
    targets.filter((target) => !holdingOf(NATIONAL_RULES, target, day)),
    [],
  )
  const problems = [...PAGE.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, slug]) => slug ?? '')
  t.ok(problems.length >= 6)
  t.same(
    problems.filter((slug) => !(slug in PROBLEMS)),
    [],
  )
})
