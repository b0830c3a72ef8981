import t from 'tap'
import { startApi } from '../api.ts'

t.test('the page of the API document is open to all and loads nothing from elsewhere', async (t) => {
  const api = await startApi(t)
  const page = await fetch(`${api.address}/docs/`)
  t.equal(page.status, 200)
  const html = await page.text()
  const loaded = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => url)
  t.ok(loaded.length > 0, 'it loads its script')
  t.same(
    loaded.filter((url) => /^(https?:)?\/\//.test(url ?? '')),
    [],
  )
  const policy = page.headers.get('content-security-policy') ?? ''
  t.match(policy, /default-src 'none'/)
  t.notMatch(policy, /https?:|\*/, 'and its policy would not let it')
  t.equal((await fetch(`${api.address}/v1/events`)).status, 401, 'the resources are not open')
})
