/**
 * Tells the keeper of the test database that a run is over: it goes at once if nobody else is there.
 */

import { tryConnect } from './database-keeper/client.ts'
import { keeperFolder, socketOf } from './database-keeper/place.ts'

const PATIENCE_MS = 10_000

const socket = await tryConnect(socketOf(keeperFolder()))
if (socket) {
  socket.setTimeout(PATIENCE_MS, () => socket.destroy())
  socket.resume()
  socket.write(`${JSON.stringify({ leave: true })}\n`)
  await new Promise((resolve) => socket.on('close', resolve))
}
