/** The officers of the devices at a service: the same logins everywhere. */
import { type Api, type Client, clientOf, logIn } from '../test/api.ts'
import type { Device } from './world.ts'

const COLUMNS = 'login,displayName,role,regionCode,sectionCode,departmentCode,post,language,phone'
const LOGINS_AT_ONCE = 8

/** Devices of one county in a small story: enough for a county, a township and its villages. */
const LEAST_OF_COUNTY = 6

/**
 * Codes of units, none of them a city: of some counties, each with whole branches of the tree below it, so that there is
 * something to count twice.
 */
export async function unitsOf(api: Api, devices: number): Promise<string[]> {
  const rows = await api.rows<{ region_code: string }>(
    `select region_code from nodes where tier <> 'city' and closed_on is null order by region_code`,
  )
  const branches = Map.groupBy(
    rows.map(({ region_code }) => region_code),
    (code) => code.slice(0, 6),
  )
  const some = [...branches.values()].slice(0, Math.max(2, Math.ceil(devices / LEAST_OF_COUNTY)))
  const longest = Math.max(...some.map(({ length }) => length))
  return Array.from({ length: longest }, (_, i) => some.flatMap((branch) => branch.slice(i, i + 1))).flat()
}

/** Makes an account for each device and logs it in. */
export async function tokensOf(api: Api, devices: readonly Device[]): Promise<string[]> {
  const rows = devices.map(({ login, regionCode }) => `${login},,officer,${regionCode},,,A,zh,`)
  const answer = await api
    .as('administrator')
    .post('/v1/accounts/imports', { csv: [COLUMNS, ...rows].join('\n') })
  if (answer.status !== 201) throw new Error(`no accounts: ${answer.status} ${answer.text}`)
  const { accounts } = answer.json<{ accounts: { login: string; password: string }[] }>()
  const passwords = new Map(accounts.map(({ login, password }) => [login, password]))
  const tokens: string[] = []
  for (let from = 0; from < devices.length; from += LOGINS_AT_ONCE) {
    const some = devices.slice(from, from + LOGINS_AT_ONCE)
    tokens.push(
      ...(await Promise.all(
        some.map(({ login, regionCode }) => {
          const password = passwords.get(login) ?? ''
          return logIn(api.address, { role: 'officer', regionCode, account: login, password })
        }),
      )),
    )
  }
  return tokens
}

/** A device at one of the services that stand on one database. */
export function deviceAt(address: string, token: string): Client {
  return clientOf(address, async () => token)
}
