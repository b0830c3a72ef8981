import { readFile } from 'node:fs/promises'
import { CommandError } from '../command-error.ts'
import { importNodes } from '../regions/import-nodes.ts'
import { readCsvText } from '../regions/import-rows.ts'
import type { Command } from './command.ts'
import { withDatabase } from './with-database.ts'

/** Adds or changes reporting units from a CSV file: every row or none. */
export const run: Command = async ([file]) => {
  if (!file) throw new CommandError('usage: npm run cli -- import-nodes FILE.csv')
  const text = readCsvText(await readFile(file))
  const { added, changed, closed } = await withDatabase((deps) => importNodes(deps, text))
  process.stdout.write(`${added} added, ${changed} changed, ${closed} closed\n`)
}
