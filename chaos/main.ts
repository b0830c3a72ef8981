/**
 * npm run chaos: reports of many devices, shuffled, sent twice and before those they follow, over HTTP to real databases;
 * the end must be that of the same reports in order. `--seed`, `--reports`, `--devices`, `--duplicates`, `--late-parents`, `--no-kill`.
 */
import { parseArgs } from 'node:util'
import { LEFT_OUT } from './picture.ts'
import { type Result, runChaos } from './run.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '20081006' },
    reports: { type: 'string', default: '10000' },
    devices: { type: 'string', default: '300' },
    duplicates: { type: 'string', default: '0.3' },
    'late-parents': { type: 'string', default: '0.05' },
    kill: { type: 'boolean', default: true },
  },
  allowNegative: true,
})

const teardowns: (() => Promise<void> | void)[] = []
const ground = {
  teardown: (undo: () => Promise<void> | void) => teardowns.unshift(undo),
  comment: (...words: unknown[]) => process.stderr.write(`${words.join(' ')}\n`),
}

try {
  const result = await runChaos(ground as unknown as Parameters<typeof runChaos>[0], {
    seed: Number(values.seed),
    reports: Number(values.reports),
    devices: Number(values.devices),
    duplicates: Number(values.duplicates),
    lateParents: Number(values['late-parents']),
    isKilled: values.kill,
  })
  print(result)
  process.exitCode = result.wrong.length === 0 ? 0 : 1
} finally {
  for (const undo of teardowns) await undo()
}

function print({ tally, ...result }: Result): void {
  const lines: [string, string | number][] = [
    ['seed', values.seed],
    ['written', `${result.written} reports and acts, in ${result.chains} chains and ${result.events} events`],
    ...Object.entries(result.counts),
    ['sent again', `${result.duplicates} duplicates, ${tally.replays} answered as before`],
    ['before their parents', `${tally.held} held`],
    ['requests', `${tally.batches} batches of up to ${tally.largestBatch}, ${tally.singles} single ones`],
    ['kill -9', `${result.kills}, which cut off ${tally.cutOff}; ${tally.resent} sent again after a fault`],
    [
      'seconds',
      `${result.seconds.chaos.toFixed(1)} in disorder, ${result.seconds.replay.toFixed(1)} in order, ${result.seconds.comparison.toFixed(1)} for the comparison`,
    ],
  ]
  for (const [what, value] of lines) process.stdout.write(`${what.padEnd(26)}${value}\n`)
  process.stdout.write('\nnot compared:\n')
  for (const [what, why] of LEFT_OUT) process.stdout.write(`  ${what}: ${why}\n`)
  for (const what of result.wrong) process.stdout.write(`\nWRONG ${what}`)
  const verdict = result.wrong.length === 0 ? 'the ends are the same' : 'the ends differ'
  process.stdout.write(`\n${verdict}\n`)
}
