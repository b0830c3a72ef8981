/** A program that starts the embedded database, says so in one line of JSON, and stops it on SIGINT. */
import { LauncherError, startEmbeddedPostgres } from '../../src/embedded-postgres/launcher.ts'

const silent = { info: () => {}, warn: () => {}, error: () => {} }
const [dataDir = '', durable] = process.argv.slice(2)
try {
  const began = performance.now()
  const server = await startEmbeddedPostgres({ dataDir, log: silent, durable: durable === 'durable' })
  const ms = Math.round(performance.now() - began)
  console.log(JSON.stringify({ url: server.url, attached: server.attached, ms }))
  const stay = setInterval(() => {}, 1_000)
  process.once('SIGINT', () => server.stop().then(() => clearInterval(stay)))
} catch (error) {
  if (!(error instanceof LauncherError)) throw error
  console.log(JSON.stringify({ refusal: error.message }))
}
