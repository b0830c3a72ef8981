import { parseArgs } from 'node:util'
import { addAccount } from '../accounts/create-account.ts'
import { ROLES } from '../accounts/tables.ts'
import { CommandError } from '../command-error.ts'
import { isRegionCode } from '../regions/codes.ts'
import type { Command } from './command.ts'
import { withDatabase } from './with-database.ts'

const USAGE =
  'usage: npm run cli -- account-add LOGIN --role ROLE --region CODE [--section CODE | --department CODE]'

/** Makes an account from the machine itself: for the first administrator of a new city, or when all are gone. */
export const run: Command = async (args) => {
  const { login, role, region, section, department } = readArgs(args)
  const binding = { role, regionCode: region, sectionCode: section, departmentCode: department }
  const { password, clientSecret } = await withDatabase((deps) =>
    addAccount(deps, { login, bindings: [binding] }),
  )
  process.stdout.write(`${JSON.stringify({ login, password, clientSecret })}\n`)
}

function readArgs(args: readonly string[]) {
  const { values, positionals } = parse(args)
  const [login] = positionals
  const role = ROLES.find((known) => known === values.role)
  if (!login || !values.region || !isRegionCode(values.region)) throw new CommandError(USAGE)
  if (!role) throw new CommandError(`${USAGE}\nROLE is one of: ${ROLES.join(', ')}`)
  return {
    login,
    role,
    region: values.region,
    section: values.section ?? null,
    department: values.department ?? null,
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        role: { type: 'string' },
        region: { type: 'string' },
        section: { type: 'string' },
        department: { type: 'string' },
      },
    })
  } catch (error) {
    throw new CommandError(`${error instanceof Error ? error.message : error}\n${USAGE}`)
  }
}
