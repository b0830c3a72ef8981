import t from 'tap'
import { Problem } from '../../src/problems/problem.ts'
import { readCsvText, readNodeRows } from '../../src/regions/import-rows.ts'

const HEADER = 'regionCode,nameZh,nameRomanised,nameBo,aliases,openedOn,closedOn'
const TOWN = '540202100000,城北街道,,,,2020-01-01,'

function refusalOf(act: () => unknown): [pointer: string, code: string][] {
  try {
    act()
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    t.equal(error.slug, 'import-refused')
    return (error.body.errors ?? []).map(({ pointer, code }) => [pointer, code])
  }
  return []
}

t.test('a row gives a unit: empty fields are nothing, aliases are parted by bars', (t) => {
  t.same(
    readNodeRows(
      `${HEADER}\r\n540202000000,桑珠孜区,Samzhubzê,,桑珠孜 | 日喀则市 |,2014-06-26,2030-01-01\r\n`,
    ),
    [
      {
        regionCode: '540202000000',
        nameZh: '桑珠孜区',
        nameRomanised: 'Samzhubzê',
        nameBo: null,
        aliases: ['桑珠孜', '日喀则市'],
        openedOn: '2014-06-26',
        closedOn: '2030-01-01',
      },
    ],
  )
  t.match(readNodeRows(`${HEADER}\n${TOWN}\n`), [{ nameRomanised: null, aliases: [], closedOn: null }])
  t.end()
})

t.test('the mark that spreadsheets put before UTF-8 is no part of the header', (t) => {
  t.equal(readNodeRows(`\uFEFF${HEADER}\n${TOWN}`).length, 1)
  const bytes = Buffer.from(`\uFEFF${HEADER}\n${TOWN}`)
  t.equal(readNodeRows(readCsvText(bytes)).length, 1)
  t.end()
})

t.test('a file in GBK is refused with what to do about it', (t) => {
  const gbk = Buffer.from([0xb3, 0xc7, 0xb9, 0xd8, 0xc7, 0xf8])
  t.same(
    refusalOf(() => readCsvText(gbk)),
    [['', 'not_utf8']],
  )
  t.throws(() => readCsvText(gbk), { message: /GBK.*CSV UTF-8/ })
  t.end()
})

t.test('a file that is not the table asked for is refused as a whole', (t) => {
  const rows = [
    ['', 'wrong_header'],
    ['name,code\n城北,1', 'wrong_header'],
    [HEADER.replace(',closedOn', ''), 'wrong_header'],
    [HEADER, 'no_rows'],
    [`${HEADER}\n"540202100000,城北街道`, 'not_csv'],
  ] as const
  for (const [csv, code] of rows)
    t.same(
      refusalOf(() => readNodeRows(csv)),
      [['', code]],
      JSON.stringify(csv),
    )
  t.end()
})

t.test('every value that cannot be read is pointed at, in every row', (t) => {
  const bad = [
    TOWN,
    '54020210000,城北街道,,,,2020-01-01,',
    '540202100000,,,,,2020-02-30,',
    '540202100000,城北街道,,,,2020-01-01,01/02/2024',
    '540202100000,城北街道',
    `540202100000,${'长'.repeat(101)},,,a|\u0007,,`,
  ]
  t.same(
    refusalOf(() => readNodeRows([HEADER, ...bad].join('\n'))).map(([pointer]) => pointer),
    [
      '/rows/1/regionCode',
      '/rows/2/nameZh',
      '/rows/2/openedOn',
      '/rows/3/closedOn',
      '/rows/4',
      '/rows/5/nameZh',
      '/rows/5/aliases/1',
      '/rows/5/openedOn',
    ],
  )
  t.end()
})
