/**
 * Writes src/bundle/vectors.json: the cases of test/bundle with the judge's answers, which the service publishes
 * beside the validation bundle. Run it when a check has changed, and read the difference: it is what clients will see.
 */
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { vectorOf } from '../src/bundle/judge-vector.ts'
import { vectorCases } from '../test/bundle/vector-cases.ts'

const TARGET = fileURLToPath(new URL('../src/bundle/vectors.json', import.meta.url))

const vectors = vectorCases().map(({ name, facts }) => vectorOf(name, facts))
await writeFile(TARGET, textOf(vectors))
process.stdout.write(`${vectors.length} vectors\n`)

/** One vector a line, so that a difference shows the cases it is about. */
function textOf(vectors: readonly object[]): string {
  const lines = vectors.map((vector) => `    ${JSON.stringify(vector)}`)
  return `{\n  "vectors": [\n${lines.join(',\n')}\n  ]\n}\n`
}
