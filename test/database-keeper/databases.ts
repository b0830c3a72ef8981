import pg from 'pg'
import type { LauncherLog } from '../../src/embedded-postgres/launcher.ts'
import { buildTemplate } from '../build-template.ts'
import type { DatabaseKind } from './client.ts'

/** The databases of one PostgreSQL that serves tests. */
export interface Databases {
  make(kind: DatabaseKind): Promise<{ name: string; url: string }>
  /** drops a database once its last session has ended; returns at once */
  drop(name: string): void
  close(): Promise<void>
}

/**
 * @param adminUrl any database of the server, as a role that may create others
 */
export function openDatabases(adminUrl: string, log: LauncherLog): Databases {
  const maker = openPool(adminUrl, log)
  // drops wait for closing sessions, for seconds at times: they must not hold up the makers
  const dropper = openPool(adminUrl, log)
  const templates = new Map<DatabaseKind, Promise<string>>()
  let count = 0

  const urlOf = (name: string) => Object.assign(new URL(adminUrl), { pathname: `/${name}` }).href

  async function buildOnce(kind: Exclude<DatabaseKind, 'empty'>): Promise<string> {
    const name = `template_${kind}`
    await maker.query(`create database ${name}`)
    await buildTemplate(urlOf(name), kind)
    return name
  }

  function templateOf(kind: DatabaseKind): Promise<string> {
    if (kind === 'empty') return Promise.resolve('template0')
    const template = templates.get(kind) ?? buildOnce(kind)
    templates.set(kind, template)
    return template
  }

  return {
    async make(kind) {
      const template = await templateOf(kind)
      count += 1
      const name = `test_${count}`
      await maker.query(`create database ${name} template ${template} strategy file_copy`)
      return { name, url: urlOf(name) }
    },
    drop(name) {
      dropper.query(`drop database if exists ${name}`).catch((error: Error) => {
        log.info({ name, reason: error.message }, 'a test database stays until the end')
      })
    },
    async close() {
      await Promise.allSettled([maker.end(), dropper.end()])
    },
  }
}

/** A pool of one: its statements wait for each other. */
function openPool(url: string, log: LauncherLog): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: 1, application_name: 'fengsui-keeper' })
  pool.on('error', (error) => log.error({ reason: error.message }, 'the keeper lost its connection'))
  return pool
}
