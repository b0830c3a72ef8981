/** The pure rules of registers: masks, id numbers, bands of age, warnings, the legal end. */
import t from 'tap'
import { notDue, retentionEnd } from '../../src/registers/rules/destruction-due.ts'
import { idNumberFault, normalIdNumber } from '../../src/registers/rules/id-number.ts'
import { masked, maskedIdNumber, maskedName, withoutValues } from '../../src/registers/rules/masking.ts'
import { ageBandOf, contentOf, corrected } from '../../src/registers/rules/row-content.ts'
import { warningsOf } from '../../src/registers/rules/warnings.ts'
import { ALL_RULES } from '../../src/regulations/register.ts'
import {
  HOMES_FORM,
  INDICATOR_OF_CLASS,
  PEOPLE_FORM,
  ROW_CLASSES,
} from '../../src/regulations/register-forms.ts'
import { minutesAfter, NOON, VILLAGE } from '../api.ts'
import { ID_NUMBERS } from './ground.ts'

t.test('the form of people has the seventeen fields of the official table, in their order', (t) => {
  t.same(
    PEOPLE_FORM.map(({ zh }) => zh),
    '姓名,性别,年龄,民族,户口所在地,身份证号,死亡/失踪地点,死亡/失踪时间,死亡/失踪原因,灾害种类,备注,抚慰金发放金额,发放形式,领款人姓名,领款人身份证号,领款人住址,与死亡/失踪人员关系'.split(
      ',',
    ),
  )
  const cited = ALL_RULES.filter(({ rule }) => rule.startsWith('register.'))
  t.same(
    cited.map(({ rule, citation }) => [rule, citation.status]),
    [
      // what calls for a register, and then what it holds
      ['register.dead_and_missing', 'secondary'],
      ['register.damaged_homes', 'secondary'],
      ['register.people', 'secondary'],
      ['register.homes', 'inferred'],
      ['register.destruction', 'verified'],
      ['register.age_bands', 'inferred'],
    ],
  )
  t.end()
})

t.test(
  'whatever names or locates somebody is sealed, and what stays open is what is kept at the end',
  (t) => {
    const open = (form: readonly { key: string; isSealed: boolean }[]) =>
      form.filter(({ isSealed }) => !isSealed).map(({ key }) => key)
    t.same(open(PEOPLE_FORM), ['sex', 'cause', 'hazard', 'solatiumYuan', 'solatiumForm'])
    t.same(open(HOMES_FORM), ['householdSize', 'structure', 'collapsedRooms', 'severeRooms', 'generalRooms'])
    const shownInFull = [...PEOPLE_FORM, ...HOMES_FORM].filter(
      ({ isSealed, shown }) => isSealed && shown === 'plain',
    )
    t.same(
      shownInFull.map(({ key }) => key),
      ['age', 'occurredAt', 'relation'],
    )
    const classes = Object.keys({ ...ROW_CLASSES.people, ...ROW_CLASSES.homes })
    t.same(
      classes.filter((name) => !Object.hasOwn(INDICATOR_OF_CLASS, name)),
      ['found_alive'],
    )
    t.end()
  },
)

t.test('a masked name shows its first letter, and a name of one letter nothing', (t) => {
  const rows: [name: string, mask: string][] = [
    ['张三', '张**'],
    ['张某某', '张**'],
    ['欧阳某某', '欧**'],
    // Tibetan names: transliterated, of one part, with a dot, in their own script
    ['扎西', '扎**'],
    ['次仁某某', '次**'],
    ['阿旺·某某', '阿**'],
    ['བཀྲ་ཤིས', 'བ**'],
    ['རྡོ་རྗེ', 'ར**'],
    ['གྲྭ', '**'],
    ['Tashi', 'T**'],
    ['𠮷某', '𠮷**'],
    ['张', '**'],
    ['·', '**'],
    ['某1', '**'],
  ]
  for (const [name, mask] of rows) {
    t.equal(maskedName(name), mask, name)
    t.equal(masked(name, 'name'), mask)
  }
  const lengths = new Set(rows.map(([, mask]) => [...mask].length).filter((length) => length !== 2))
  t.same([...lengths], [3], 'no mask tells how long the name is')
  t.end()
})

t.test('a masked id number shows its ends, and a short one nothing', (t) => {
  const rows: [idNumber: string, mask: string][] = [
    ['540122190001010008', '5401********0008'],
    ['54012219000101001X', '5401********001X'],
    ['540122000101001', '********01'],
    ['E00000001', '********01'],
    ['12345678', '********78'],
    ['1234567', '********'],
    ['1', '********'],
    ['无证件', '********'],
  ]
  for (const [idNumber, mask] of rows) {
    t.equal(maskedIdNumber(idNumber), mask, idNumber)
    t.equal(masked(idNumber, 'id_number'), mask)
  }
  t.equal(masked('示例村一组', 'hidden'), '******')
  t.equal(masked(40, 'plain'), 40)
  t.end()
})

t.test('a purpose that repeats what it reads is kept without it', (t) => {
  const values = [
    { value: '示例甲', shown: 'name' },
    { value: ID_NUMBERS.first, shown: 'id_number' },
    { value: '例', shown: 'name' },
    { value: 40, shown: 'plain' },
    { value: '示例村一组', shown: 'hidden' },
  ] as const
  const kept = withoutValues(`查示例甲(${ID_NUMBERS.first},40岁,示例村一组)`, values)
  t.equal(kept, '查示**(5401********0008,40岁,******)')
  t.equal(withoutValues('发放抚慰金', values), '发放抚慰金')
  t.end()
})

t.test('the check character of GB 11643 is computed, and every single slip is seen', (t) => {
  for (const idNumber of Object.values(ID_NUMBERS)) t.equal(idNumberFault(idNumber), null, idNumber)
  t.equal(idNumberFault('11010519491231002X'), null, 'the example of the standard itself')
  const wrong = [...ID_NUMBERS.first].flatMap((digit, i) =>
    [...'0123456789']
      .filter((other) => other !== digit)
      .map((other) => ID_NUMBERS.first.slice(0, i) + other + ID_NUMBERS.first.slice(i + 1)),
  )
  t.equal(wrong.length, 18 * 9)
  t.same(
    wrong.filter((idNumber) => idNumberFault(idNumber) === null),
    [],
  )
  const rows: [idNumber: string, fault: string][] = [
    ['540122190013010000', 'id_number_birthday'],
    ['540122190002290000', 'id_number_birthday'],
    ['540122190001010009', 'id_number_checksum'],
    ['540122000101001', 'id_number_form'],
    ['E00000001', 'id_number_form'],
    ['X40122190001010008', 'id_number_form'],
  ]
  for (const [idNumber, fault] of rows) t.equal(idNumberFault(idNumber), fault, idNumber)
  t.end()
})

t.test('an id number means the same however it is written', (t) => {
  for (const written of [
    '54012219000101001x',
    ' 540122 19000101 001X ',
    '５４０１２２１９０００１０１００１Ｘ',
    '540122-19000101-001X',
  ])
    t.equal(normalIdNumber(written), '54012219000101001X')
  t.end()
})

t.test('an age lies in its band', (t) => {
  const rows: [age: number, band: string][] = [
    [0, '0-6'],
    [6, '0-6'],
    [7, '7-17'],
    [17, '7-17'],
    [18, '18-59'],
    [59, '18-59'],
    [60, '60+'],
    [150, '60+'],
  ]
  for (const [age, band] of rows) t.equal(ageBandOf(age), band, `${age}`)
  t.end()
})

t.test('what is sent divides into facts and what is sealed, and a correction takes over the rest', (t) => {
  const place = { regionCode: VILLAGE, class: 'missing' } as const
  const before = contentOf('people', place, {
    ...{ name: '示例甲', age: 17, sex: 'male', cause: 'unknown', ethnicity: undefined },
    occurredAt: '2026-07-01T03:00:00Z',
  })
  t.same(before, {
    ...place,
    facts: { sex: 'male', ageBand: '7-17' },
    identity: { name: '示例甲', age: 17, occurredAt: '2026-07-01T11:00:00.000+08:00' },
  })
  const withReason = { ...before, identity: { ...before.identity, reason: '示例原因' } }
  t.same(corrected('people', withReason, { class: 'dead', age: 18, name: 'unknown', sex: undefined }), {
    ...{ regionCode: VILLAGE, class: 'dead' },
    facts: { sex: 'male', ageBand: '18-59' },
    identity: { age: 18, occurredAt: '2026-07-01T11:00:00.000+08:00' },
  })
  t.same(
    corrected('people', before, { age: 'unknown' }).facts,
    { sex: 'male' },
    'an age that is not known any more has no band',
  )
  t.end()
})

t.test('what is doubtful is warned of, by field', (t) => {
  const dead = { regionCode: VILLAGE, class: 'dead' } as const
  const warned = (identity: Record<string, string>, twins: string[] = []) =>
    warningsOf('people', { ...dead, facts: {}, identity }, twins, NOON).map(({ code, field }) => [
      code,
      field,
    ])
  t.same(warned({}), [])
  t.same(warned({ idNumber: ID_NUMBERS.first, recipientIdNumber: ID_NUMBERS.second }), [])
  t.same(warned({ idNumber: 'E00000001', recipientIdNumber: '540122190001010009' }, ['a']), [
    ['id_number_form', 'idNumber'],
    ['id_number_checksum', 'recipientIdNumber'],
    ['duplicate_id_number', 'idNumber'],
  ])
  const at = (minutes: number) => minutesAfter(NOON, minutes).toISOString()
  t.same(warned({ occurredAt: at(0) }), [])
  t.same(warned({ occurredAt: at(1) }), [['occurred_in_future', 'occurredAt']])
  const rooms = (asClass: 'collapsed' | 'severe' | 'general', facts: Record<string, number>) =>
    warningsOf('homes', { regionCode: VILLAGE, class: asClass, facts, identity: {} }, [], NOON).map(
      ({ code, field }) => [code, field],
    )
  t.same(rooms('collapsed', {}), [], 'not known is not none')
  t.same(rooms('collapsed', { collapsedRooms: 1, generalRooms: 3 }), [])
  t.same(rooms('collapsed', { collapsedRooms: 0 }), [['no_rooms_of_class', 'collapsedRooms']])
  t.same(rooms('severe', { collapsedRooms: 1, severeRooms: 2 }), [['graver_rooms', 'collapsedRooms']])
  t.same(rooms('general', { severeRooms: 1, generalRooms: 0 }), [
    ['graver_rooms', 'severeRooms'],
    ['no_rooms_of_class', 'generalRooms'],
  ])
  t.end()
})

t.test('registers may be destroyed from the legal end on, when nothing holds them', (t) => {
  const closedAt = NOON
  const end = retentionEnd(closedAt, 365)
  t.equal(end.toISOString(), '2027-07-01T04:00:00.000Z')
  const why = (ms: number, given = {}) =>
    notDue({ closedAt, retentionDays: 365, holds: 0, ...given }, new Date(end.getTime() + ms))
  t.equal(why(-1), 'retention_running')
  t.equal(why(0), null)
  t.equal(why(1), null)
  t.equal(why(1, { holds: 1 }), 'legal_hold')
  t.equal(why(-1, { holds: 1 }), 'retention_running')
  t.equal(why(1, { closedAt: null }), 'event_not_closed')
  t.end()
})
