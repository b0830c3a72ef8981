import type { Logger } from 'pino'
import type { Config } from './config.ts'
import type { Database } from './db/client.ts'

/** What every use-case and step is given: nothing else is reached for. */
export interface Deps {
  db: Database
  config: Config
  log: Logger
}
