/** A proxy before PostgreSQL that loses connections at the worst moments. */
import { connect, createServer, type Socket } from 'node:net'
import type { Test } from 'tap'

/** `before`: COMMIT never arrives. `after`: it does, and its reply is lost. */
type Cut = 'before' | 'after'

export interface CuttingProxy {
  url: string
  /** Cuts the next connections of the submission lane at their COMMIT, one after the other. */
  cutNext(...cuts: Cut[]): void
  /** how many cuts were made */
  cuts(): number
}

const LANE = 'fengsui-submissions'

export async function cuttingProxy(t: Pick<Test, 'teardown'>, databaseUrl: string): Promise<CuttingProxy> {
  const target = new URL(databaseUrl)
  const planned: Cut[] = []
  const sockets = new Set<Socket>()
  let made = 0
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname)
    let isLane = false
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => socket.destroy())
      socket.on('close', () => sockets.delete(socket))
    }
    client.on('data', (data) => {
      isLane ||= data.includes(LANE)
      const cut = isLane && /commit/i.test(data.toString('latin1')) ? planned.shift() : undefined
      if (cut) made += 1
      if (cut === 'before') upstream.destroy()
      if (cut !== 'before') upstream.write(data)
      if (cut) client.destroy()
    })
    upstream.on('data', (data) => client.destroyed || client.write(data))
    upstream.on('close', () => client.destroy())
    client.on('close', () => upstream.end())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port')
  const url = Object.assign(new URL(databaseUrl), { host: `127.0.0.1:${address.port}` }).href
  return { url, cutNext: (...cuts) => void planned.push(...cuts), cuts: () => made }
}
