/** One service in a process of its own, which can be killed. It ends with the process that started it. */
import { pino } from 'pino'
import { readConfig } from '../src/config.ts'
import { startService } from '../src/service.ts'

const config = readConfig(process.env)
process.on('disconnect', () => process.exit())
const log = pino({ level: config.LOG_LEVEL }, pino.destination(2))
const service = await startService(config, config.DATABASE_URL ?? '', log)
process.send?.(service.address)
