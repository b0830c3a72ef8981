/**
 * Everybody who asks: each role at a unit of each tier, and the hands that prepare what they ask for. Nobody logs in
 * by password: their sessions are written, and their tokens signed by the key of the running service.
 */
import { sign } from 'node:crypto'
import { pino } from 'pino'
import { v7 as uuidv7 } from 'uuid'
import type { Role } from '../../src/accounts/caller.ts'
import { accounts, bindings, ROLES, sessions } from '../../src/accounts/tables.ts'
import { readConfig } from '../../src/config.ts'
import { openKeyRing } from '../../src/keys/key-ring.ts'
import { type Api, type Client, minutesAfter, NOON, TEST_ENVIRONMENT } from '../api.ts'
import { HOME, TIERS, type Tier } from './units.ts'

/** The sections and departments of clerks and liaisons: of all sections, the one that reads registers too. */
export const SECTION = 'JZWZ'
export const DEPARTMENT = 'health'

export interface Person {
  accountId: string
  sessionId: string
  bindingId: string
  role: Role
  regionCode: string
  token: string
  client: Client
}

/** Somebody whose rights are asked about. */
export type Caller = Person & { tier: Tier }

export interface People {
  callers: readonly Caller[]
  hire(role: Role, regionCode: string): Promise<Person>
}

/** Hires one of each role at each tier. */
export async function hireEverybody(api: Api): Promise<People> {
  const tokenFor = await tokenSigner(api)
  const hire: People['hire'] = async (role, regionCode) => {
    const ids = { accountId: uuidv7(), sessionId: uuidv7(), bindingId: uuidv7() }
    await write(api, ids, role, regionCode)
    const token = tokenFor(ids.accountId, ids.sessionId)
    return { ...ids, role, regionCode, token, client: api.withToken(token) }
  }
  const callers: Caller[] = []
  for (const tier of TIERS) {
    for (const role of ROLES) callers.push({ ...(await hire(role, HOME[tier])), tier })
  }
  return { callers, hire }
}

async function write(
  { db }: Api,
  { accountId, sessionId, bindingId }: { accountId: string; sessionId: string; bindingId: string },
  role: Role,
  regionCode: string,
): Promise<void> {
  const kind = role === 'system' ? 'system' : 'person'
  const createdAt = minutesAfter(NOON, -60)
  await db.insert(accounts).values({ id: accountId, login: accountId, kind, createdAt, createdBy: null })
  await db.insert(bindings).values({
    id: bindingId,
    accountId,
    role,
    regionCode,
    sectionCode: role === 'section_clerk' ? SECTION : null,
    departmentCode: role === 'department_liaison' ? DEPARTMENT : null,
    since: createdAt,
  })
  const expiresAt = minutesAfter(NOON, 60 * 24 * 30)
  await db.insert(sessions).values({ id: sessionId, accountId, device: 'phone-1', createdAt, expiresAt })
}

async function tokenSigner({ db }: Api): Promise<(accountId: string, sessionId: string) => string> {
  const config = readConfig({ ...TEST_ENVIRONMENT })
  const sealingKey = Buffer.from(TEST_ENVIRONMENT.SEALING_KEY, 'base64')
  const ring = await openKeyRing({ db, config, log: pino({ level: 'silent' }) }, sealingKey)
  const { kid, privateKey } = ring.signing('access_token')
  ring.close()
  const iat = Math.floor(Date.now() / 1_000)
  const header = encoded({ alg: 'EdDSA', typ: 'JWT', kid })
  return (sub, sid) => {
    const text = `${header}.${encoded({ sub, sid, iss: 'fengsui', iat, exp: iat + 3_600 })}`
    return `${text}.${sign(null, Buffer.from(text), privateKey).toString('base64url')}`
  }
}

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
