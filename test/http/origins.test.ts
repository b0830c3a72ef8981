import pino from 'pino'
import t from 'tap'
import { buildHealthApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { openMetrics } from '../../src/health/metrics.ts'
import { testDb } from '../database.ts'

t.test('pages of other origins call the API only where the operator allows them', async (t) => {
  const db = await testDb(t)
  const ask = async (allowed: string, origin: string) => {
    const deps = { db, config: readConfig({ ALLOWED_ORIGINS: allowed }), log: pino({ level: 'silent' }) }
    const metrics = openMetrics(deps)
    const app = await buildHealthApp(deps, metrics)
    const reply = await app.inject({ url: '/livez', headers: { origin } })
    await app.close()
    metrics.close()
    return reply.headers['access-control-allow-origin']
  }
  const desk = 'https://desk.example'
  t.equal(await ask('', desk), undefined, 'by default none is')
  t.equal(await ask(desk, desk), desk)
  t.equal(await ask(`http://localhost:5173, ${desk}`, desk), desk)
  t.equal(await ask(desk, 'https://elsewhere.example'), undefined)
})
