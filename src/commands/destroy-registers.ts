import { parseArgs } from 'node:util'
import { z } from 'zod'
import { CommandError } from '../command-error.ts'
import { openKeyRing } from '../keys/key-ring.ts'
import { type DestructionOutcome, destroyRegisters } from '../registers/destroy-registers.ts'
import { signJws } from '../reports/receipt.ts'
import type { Command } from './command.ts'
import { mustHaveSealingKey, withFoundDatabase } from './with-found-database.ts'

const USAGE =
  'usage: npm run cli -- destroy-registers [--event ID]   (what was ordered and approved over the API)'

/** Carries out the destructions of registers that two people have agreed on; safe to run from a scheduler. */
export const run: Command = async (args) => {
  const eventId = readEventId(args)
  const outcomes = await withFoundDatabase('destroy', async (deps) => {
    const ring = await openKeyRing(deps, await mustHaveSealingKey(deps))
    try {
      const sign = (claims: object) => signJws(claims, 'destruction+jws', ring.signing('receipt'))
      return await destroyRegisters(deps, sign, eventId)
    } finally {
      ring.close()
    }
  })
  process.stdout.write(outcomes.map(lineOf).join('') || 'nothing is approved to be destroyed\n')
  if (eventId !== null && !outcomes.some(({ kind }) => kind === 'done')) {
    throw new CommandError(`Nothing of the event ${eventId} was destroyed.`)
  }
}

function lineOf(outcome: DestructionOutcome): string {
  const { destructionId, eventId } = outcome
  if (outcome.kind === 'waits') return `${eventId}: waits, nothing was destroyed. ${outcome.because}\n`
  const { people, homes, fields } = outcome.destroyed
  return `${eventId}: destroyed ${fields} fields of ${people} people's and ${homes} households' rows, ${outcome.keys.length} keys; proof at /v1/register-destructions/${destructionId}/proof\n`
}

function readEventId(args: readonly string[]): string | null {
  try {
    const { values } = parseArgs({ args: [...args], options: { event: { type: 'string' } } })
    return values.event === undefined ? null : z.uuid().toLowerCase().parse(values.event)
  } catch {
    throw new CommandError(USAGE)
  }
}
