import { record } from '../audit/store.ts'
import type { Db } from '../db/client.ts'
import { codeAbove, tierOf } from './codes.ts'
import seed from './seed/lhasa.json' with { type: 'json' }
import { insertNewNodes } from './store.ts'

const CITY = '540100000000'

/**
 * Makes sure that Lhasa's units (拉萨市及所辖县乡村) exist. Units already there stay as the bureau left them, so it is
 * safe at every start.
 *
 * @returns how many units were missing and are there now
 */
export async function seedRegions(db: Db, now: Date): Promise<number> {
  const added = await insertNewNodes(
    db,
    seed.nodes.map((node) => ({
      regionCode: node.regionCode,
      aboveCode: node.regionCode === CITY ? null : codeAbove(node.regionCode),
      tier: tierOf(node.regionCode),
      nameZh: node.nameZh,
      nameRomanised: node.nameRomanised,
      nameBo: node.nameBo,
      aliases: node.aliases,
      openedOn: seed.openedOn,
      closedOn: null,
      source: seed.source,
    })),
  )
  if (added > 0) {
    const act = { action: 'node.seeded', subjectKind: 'node', subjectId: CITY, regionCode: CITY }
    await record(db, [{ at: now, accountId: null, ...act, detail: { added, source: seed.source } }])
  }
  return added
}
