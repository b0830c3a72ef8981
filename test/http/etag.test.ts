import Fastify from 'fastify'
import t from 'tap'
import { isUnchanged } from '../../src/http/etag.ts'

/** A list that answers whatever it is given, to a caller of some scope. */
function aList(test: Pick<typeof t, 'teardown'>, answer: { items: unknown[] }, vary?: string) {
  const app = Fastify()
  test.teardown(() => app.close())
  if (vary !== undefined) app.addHook('onRequest', async (_request, reply) => void reply.header('vary', vary))
  app.get('/:scope', async (request, reply) => {
    const { scope } = request.params as { scope: string }
    return isUnchanged(request, reply, scope, answer) ? reply.code(304).send() : answer
  })
  return async (scope: string, ifNoneMatch?: string) => {
    const headers = ifNoneMatch === undefined ? {} : { 'if-none-match': ifNoneMatch }
    return app.inject({ url: `/${scope}`, headers })
  }
}

t.test('the same answer to the same scope has the same strong tag, any other another', async (t) => {
  const answer = { items: [1] }
  const get = aList(t, answer)
  const tag = String((await get('here')).headers.etag)
  t.match(tag, /^"[\w-]{43}"$/)
  t.equal((await get('here')).headers.etag, tag)
  t.not((await get('there')).headers.etag, tag)
  answer.items.push(2)
  t.not((await get('here')).headers.etag, tag)
})

t.test('any of the tags that are sent suffices, weak ones and the star too', async (t) => {
  const get = aList(t, { items: [] })
  const tag = String((await get('here')).headers.etag)
  const rows: [ifNoneMatch: string, status: number][] = [
    [tag, 304],
    [`W/${tag}`, 304],
    [`"a", ${tag}`, 304],
    ['*', 304],
    ['', 200],
    ['"a"', 200],
    [tag.slice(1, -1), 200],
    [`"${tag}"`, 200],
  ]
  for (const [ifNoneMatch, status] of rows) {
    const reply = await get('here', ifNoneMatch)
    t.equal(reply.statusCode, status, ifNoneMatch)
    t.equal(reply.headers.etag, tag, 'a 304 carries the tag too')
    t.equal(reply.headers['cache-control'], 'private, no-cache')
    t.equal(reply.body === '', status === 304)
  }
})

t.test('what else an answer varies by is kept', async (t) => {
  t.equal((await aList(t, { items: [] })('here')).headers.vary, 'Authorization')
  t.equal((await aList(t, { items: [] }, 'Origin')('here')).headers.vary, 'Origin, Authorization')
})
