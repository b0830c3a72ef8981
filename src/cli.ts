import { CommandError } from './command-error.ts'
import type { Command } from './commands/command.ts'
import { ConfigError } from './config.ts'
import { explainUnusable } from './db/unusable.ts'
import { LauncherError } from './embedded-postgres/launcher-error.ts'
import { Problem } from './problems/problem.ts'

/** Every command, with the one line that tells what it is for. Its module is loaded when it is asked for. */
const COMMANDS: Readonly<Record<string, { says: string; load: () => Promise<{ run: Command }> }>> = {
  migrate: { says: 'bring the database up to date', load: () => import('./commands/migrate.ts') },
  'account-add': {
    says: 'LOGIN --role ROLE --region CODE: make an account, its password shown once',
    load: () => import('./commands/account-add.ts'),
  },
  'import-nodes': {
    says: 'FILE.csv: add or change units, all rows or none',
    load: () => import('./commands/import-nodes.ts'),
  },
  'engine-once': { says: 'do everything that is due, once', load: () => import('./commands/engine-once.ts') },
  drill: {
    says: 'NAME [--json]: replay a story in simulated time',
    load: () => import('./commands/drill.ts'),
  },
  'rotate-register-key': {
    says: 'seal the registers with a new key, safe to stop and to go on',
    load: () => import('./commands/rotate-register-key.ts'),
  },
  'destroy-registers': {
    says: '[--event ID]: destroy what identifies people in registers, where it is approved',
    load: () => import('./commands/destroy-registers.ts'),
  },
  backup: {
    says: '[FILE]: back up the database, while it is in use or not',
    load: () => import('./commands/backup.ts'),
  },
  restore: {
    says: 'FILE: restore a backup into an empty database',
    load: () => import('./commands/restore.ts'),
  },
  regulations: {
    says: 'print the rules in tables (Markdown), with what is not verified yet',
    load: () => import('./commands/regulations.ts'),
  },
  openapi: { says: 'print the API document (YAML)', load: () => import('./commands/openapi.ts') },
}

async function main(): Promise<void> {
  const [name, ...args] = process.argv.slice(2)
  const command = name === undefined ? undefined : COMMANDS[name]
  if (!command) throw new CommandError(usage())
  const { run } = await command.load()
  await run(args)
}

function usage(): string {
  const width = Math.max(...Object.keys(COMMANDS).map((name) => name.length))
  const lines = Object.entries(COMMANDS).map(([name, { says }]) => `  ${name.padEnd(width)}  ${says}`)
  return `usage: npm run cli -- COMMAND [arguments]\n${lines.join('\n')}`
}

main().catch((error: unknown) => {
  const isExpected = [CommandError, ConfigError, LauncherError, Problem].some((kind) => error instanceof kind)
  if (error instanceof Problem) process.stderr.write(`${JSON.stringify(error.body, null, 2)}\n`)
  else if (error instanceof Error)
    process.stderr.write(`${isExpected ? error.message : (explainUnusable(error) ?? error.stack)}\n`)
  process.exitCode = 1
})
