/** A client that somebody else wrote goes through every step, over a line that breaks. */
import { createHash } from 'node:crypto'
import t from 'tap'
import * as tus from 'tus-js-client'
import { aReport, startApi, VILLAGE } from '../api.ts'
import { aPhoto } from './files.ts'
import { ofPhoto } from './sender.ts'

const plain = new tus.DefaultHttpStack({})

/**
 * Adds the checksum that the library does not know, and loses answers.
 *
 * @param isLost which answers, counted from 1, never arrive
 */
function withChecksums(isLost: (n: number) => boolean): tus.HttpStack & { asked: string[] } {
  const asked: string[] = []
  return {
    asked,
    getName: () => 'with checksums',
    createRequest(method, url) {
      const request = plain.createRequest(method, url)
      const send = request.send.bind(request)
      request.send = async (body) => {
        const hash = method === 'PATCH' ? createHash('sha256').update(body).digest('base64') : null
        if (hash) request.setHeader('Upload-Checksum', `sha256 ${hash}`)
        const answer = await send(body)
        asked.push(`${method} ${answer.getStatus()}`)
        if (isLost(asked.length)) throw new Error('the line broke')
        return answer
      }
      return request
    },
  }
}

t.test('tus-js-client uploads a photo though every third answer is lost', async (t) => {
  const api = await startApi(t)
  const village = api.as('officer', VILLAGE)
  const { eventId } = await village.report(aReport())
  const photo = await aPhoto()
  const httpStack = withChecksums((n) => n % 3 === 1)
  const headers = { authorization: `Bearer ${await village.token()}` }
  await new Promise<void>((resolve, reject) => {
    new tus.Upload(photo, {
      endpoint: `${api.address}/v1/uploads`,
      metadata: ofPhoto(photo, { eventId }),
      ...{ headers, httpStack, chunkSize: 10_000, retryDelays: Array(40).fill(0) },
      onSuccess: () => resolve(),
      onError: reject,
    }).start()
  })
  t.ok(httpStack.asked.filter((one) => one === 'POST 201').length >= 2, 'the announcement was repeated')
  t.ok(httpStack.asked.includes('HEAD 200'), 'it asked how far it had come')
  t.notOk(httpStack.asked.includes('PATCH 460'))
  const list = (await village.get(`/v1/events/${eventId}/attachments`)).json<{ items: { state: string }[] }>()
  t.match(list.items, [{ state: 'complete' }])
  t.equal(list.items.length, 1, 'one photo, however often it was announced')
})
