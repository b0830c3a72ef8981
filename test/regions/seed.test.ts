import t from 'tap'
import { ancestorAt, codeAbove, isRegionCode, tierOf } from '../../src/regions/codes.ts'
import seed from '../../src/regions/seed/lhasa.json' with { type: 'json' }

const nodes = seed.nodes
const ofTier = (tier: string) => nodes.filter((node) => tierOf(node.regionCode) === tier)
const within = (county: string, tier: string) =>
  ofTier(tier).filter((node) => ancestorAt(node.regionCode, 'county') === county).length

t.test('the seed holds one city, eight counties, 65 townships and 283 villages', (t) => {
  t.equal(ofTier('province').length, 0)
  t.same(
    ofTier('city').map((node) => [node.regionCode, node.nameZh]),
    [['540100000000', '拉萨市']],
  )
  const counties: [code: string, zh: string, latin: string, townships: number, villages: number][] = [
    ['540102000000', '城关区', 'Chengguan', 12, 53],
    ['540103000000', '堆龙德庆区', 'Doilungdêqên', 7, 39],
    ['540104000000', '达孜区', 'Dagzê', 6, 22],
    ['540121000000', '林周县', 'Lhünzhub', 10, 46],
    ['540122000000', '当雄县', 'Damxung', 8, 29],
    ['540123000000', '尼木县', 'Nyêmo', 8, 33],
    ['540124000000', '曲水县', 'Qüxü', 6, 20],
    ['540127000000', '墨竹工卡县', 'Maizhokunggar', 8, 41],
  ]
  t.same(
    ofTier('county').map((node) => [
      node.regionCode,
      node.nameZh,
      node.nameRomanised,
      within(node.regionCode, 'township'),
      within(node.regionCode, 'village'),
    ]),
    counties,
  )
  t.equal(ofTier('township').length, 65)
  t.equal(ofTier('village').length, 283)
  t.equal(nodes.length, 357)
  t.end()
})

t.test('townships are of the kinds that the list counts', (t) => {
  const ending = (word: string) => ofTier('township').filter((node) => node.nameZh.endsWith(word)).length
  t.same([ending('街道'), ending('镇'), ending('乡')], [16, 12, 37])
  t.end()
})

t.test('no zone that exists for statistics only is a reporting unit', (t) => {
  t.same(
    nodes.filter((node) => /^54017[1-4]/.test(node.regionCode)),
    [],
  )
  t.end()
})

t.test('every unit has a code of its own, stands in order, and lies below a unit of the seed', (t) => {
  const codes = nodes.map((node) => node.regionCode)
  t.ok(codes.every(isRegionCode))
  t.equal(new Set(codes).size, codes.length)
  t.same(codes, [...codes].sort())
  const known = new Set(codes)
  t.same(
    codes.filter((code) => tierOf(code) !== 'city' && !known.has(codeAbove(code) ?? '')),
    [],
  )
  t.end()
})

t.test('every unit has a Latin name without digits or Chinese in it', (t) => {
  t.same(
    nodes.filter((node) => !/^\p{Lu}[\p{Ll}']*$/u.test(node.nameRomanised)),
    [],
  )
  const pinyin = nodes.filter((node) => node.romanisation === 'pinyin')
  t.equal(pinyin.length, 357 - 10, 'the city, the counties and Yangbajain have established names')
  t.end()
})

t.test('former names and spellings in local use are kept as aliases', (t) => {
  const aliasesOf = (zh: string) => nodes.find((node) => node.nameZh === zh)?.aliases ?? []
  t.match(aliasesOf('帮堆乡'), ['邦堆乡'])
  t.match(aliasesOf('马镇'), ['马乡'])
  t.match(aliasesOf('边交林乡'), ['边角林乡'])
  t.end()
})
