/** What stands in the fields of the two registers, as it is sent, as it is shown masked, and as it is disclosed. */
import { z } from 'zod'
import { HAZARD_CODES } from '../regulations/hazards.ts'
import { AGE_BANDS, FORM_CODES, HOMES_FORM, PEOPLE_FORM } from '../regulations/register-forms.ts'
import { asLine, asProse, instant, instantIn, text } from '../wire.ts'
import { REASON_FIELD, UNKNOWN } from './rules/row-content.ts'

const LONGEST_TEXT = 500
const NOT_KNOWN = '`unknown` (不详) where it is not known'

const unknown = z.literal(UNKNOWN)

const written = (most: number) => z.string().trim().min(1).max(most)

/** What stands in one cell of the form: a name, a number, an address. */
const words = (most: number, zh: string, example: string) =>
  asLine(written(most)).meta({ description: `${zh}; ${NOT_KNOWN}`, examples: [example] })

const remarks = asProse(written(LONGEST_TEXT)).meta({
  description: `备注; ${NOT_KNOWN}`,
  examples: ['示例备注'],
})

const count = (most: number, description: string, example: number) =>
  z
    .union([z.int().min(0).max(most), unknown])
    .meta({ description: `${description}; ${NOT_KNOWN}`, examples: [example] })

/** One of a code list, with what each code means. */
function coded<Code extends string>(zh: string, list: Readonly<Record<Code, string>>, example: Code) {
  const codes = Object.keys(list) as Code[]
  const meaning = codes.map((one) => `${one} ${list[one]}`).join(', ')
  return z
    .enum([...codes, UNKNOWN])
    .meta({ description: `${zh}: ${meaning}, ${UNKNOWN} 不详`, examples: [example] })
}

const RESIDENT_ID = '540122190001010008'
const OCCURRED_AT = '2008-10-06T16:30:00.000+08:00'

const idNumber = (zh: string) => words(40, `${zh}; doubtful ones are warned of, never refused`, RESIDENT_ID)
const hazard = z
  .enum([...HAZARD_CODES, UNKNOWN])
  .meta({ description: '灾害种类 (hazard)', examples: ['earthquake'] })
const solatiumYuan = count(100_000_000, '抚慰金发放金额, whole yuan', 20_000)

const openOfPeople = {
  sex: coded('性别', FORM_CODES.sex, 'female'),
  cause: coded('死亡/失踪原因', FORM_CODES.cause, 'collapse'),
  hazard,
  solatiumYuan,
  solatiumForm: coded('发放形式', FORM_CODES.solatiumForm, 'transfer'),
}

const sealedOfPeople = {
  name: words(100, '姓名', '示例甲'),
  age: count(150, '年龄, whole years', 40),
  ethnicity: words(50, '民族', '示例族'),
  registeredAddress: words(200, '户口所在地', '示例县示例乡示例村'),
  idNumber: idNumber('身份证号'),
  place: words(200, '死亡/失踪地点', '示例村一组'),
  occurredAt: z
    .union([instantIn(), unknown])
    .meta({ description: `死亡/失踪时间; ${NOT_KNOWN}`, examples: [OCCURRED_AT] }),
  remarks,
  recipientName: words(100, '领款人姓名', '示例乙'),
  recipientIdNumber: idNumber('领款人身份证号'),
  recipientAddress: words(200, '领款人住址', '示例村二组'),
  relation: coded('与死亡/失踪人员关系', FORM_CODES.relation, 'child'),
}

const openOfHomes = {
  householdSize: count(1_000, '家庭人口', 4),
  structure: coded('房屋结构', FORM_CODES.structure, 'earth_timber'),
  collapsedRooms: count(1_000, '倒塌住房间数', 3),
  severeRooms: count(1_000, '严重损坏住房间数', 0),
  generalRooms: count(1_000, '一般损坏住房间数', 1),
}

const sealedOfHomes = {
  headName: words(100, '户主姓名', '示例丙'),
  idNumber: idNumber('户主身份证号'),
  address: words(200, '住址', '示例村三组'),
  householdKind: coded('家庭类型', FORM_CODES.householdKind, 'ordinary'),
  remarks,
}

/** Every field of a form, as it is sent; each may be left out, which is the same as `unknown`. */
export const FIELDS_IN = {
  people: z.strictObject({ ...openOfPeople, ...sealedOfPeople }).partial(),
  homes: z.strictObject({ ...openOfHomes, ...sealedOfHomes }).partial(),
}

const textOut = (description: string, example: string) =>
  text(LONGEST_TEXT).meta({ description, examples: [example] })
const gone = '; null when it was destroyed'
const masked = (zh: string, example: string) =>
  textOut(`${zh}, masked; ${NOT_KNOWN}${gone}`, example).nullable()
const shown = <Schema extends z.ZodType>(schema: Schema, zh: string, example: string | number) =>
  z
    .union([schema, unknown])
    .nullable()
    .meta({ description: `${zh}; ${NOT_KNOWN}${gone}`, examples: [example] })

/** The fields of a form as those see them who list and read: masked. */
export const FIELDS_MASKED = {
  people: z
    .object({
      ...openOfPeople,
      name: masked('姓名', '示**'),
      age: shown(z.int().min(0).max(150), '年龄', 40),
      ageBand: z.enum([...AGE_BANDS, UNKNOWN]).meta({ description: '年龄段', examples: ['18-59'] }),
      ethnicity: masked('民族', '******'),
      registeredAddress: masked('户口所在地', '******'),
      idNumber: masked('身份证号', '5401********0008'),
      place: masked('死亡/失踪地点', '******'),
      occurredAt: shown(instant(), '死亡/失踪时间', OCCURRED_AT),
      remarks: masked('备注', '******'),
      recipientName: masked('领款人姓名', '示**'),
      recipientIdNumber: masked('领款人身份证号', '5401********0008'),
      recipientAddress: masked('领款人住址', '******'),
      relation: coded('与死亡/失踪人员关系', FORM_CODES.relation, 'child').nullable(),
    })
    .meta({ id: 'PersonFields', description: 'The fields of a person, masked (脱敏)' }),
  homes: z
    .object({
      ...openOfHomes,
      headName: masked('户主姓名', '示**'),
      idNumber: masked('户主身份证号', '5401********0008'),
      address: masked('住址', '******'),
      householdKind: masked('家庭类型', '******'),
      remarks: masked('备注', '******'),
    })
    .meta({ id: 'HomeFields', description: 'The fields of a household, masked (脱敏)' }),
}

const reason = textOut(`${REASON_FIELD.zh}; ${NOT_KNOWN}`, '填写有误')
const clear = (zh: string, example: string) => textOut(`${zh}; ${NOT_KNOWN}`, example)
const clearId = (zh: string) => clear(zh, RESIDENT_ID)

/** The sealed fields of a form, unmasked: those that were asked for. */
export const FIELDS_CLEAR = {
  people: z
    .object({
      ...{ name: clear('姓名', '示例甲'), age: sealedOfPeople.age, ethnicity: clear('民族', '示例族') },
      registeredAddress: clear('户口所在地', '示例县示例乡示例村'),
      idNumber: clearId('身份证号'),
      place: clear('死亡/失踪地点', '示例村一组'),
      occurredAt: z
        .union([instant(), unknown])
        .meta({ description: '死亡/失踪时间', examples: [OCCURRED_AT] }),
      remarks: clear('备注', '示例备注'),
      recipientName: clear('领款人姓名', '示例乙'),
      recipientIdNumber: clearId('领款人身份证号'),
      recipientAddress: clear('领款人住址', '示例村二组'),
      ...{ relation: sealedOfPeople.relation, reason },
    })
    .partial()
    .meta({ id: 'DisclosedPerson', description: 'Fields of a person, unmasked' }),
  homes: z
    .object({
      headName: clear('户主姓名', '示例丙'),
      idNumber: clearId('户主身份证号'),
      address: clear('住址', '示例村三组'),
      ...{ householdKind: sealedOfHomes.householdKind, remarks: clear('备注', '示例备注'), reason },
    })
    .partial()
    .meta({ id: 'DisclosedHome', description: 'Fields of a household, unmasked' }),
}

type SealedKey<Form extends readonly { key: string; isSealed: boolean }[]> = Extract<
  Form[number],
  { isSealed: true }
>['key']

const sealedKeys = <Form extends readonly { key: string; isSealed: boolean }[]>(form: Form) =>
  form.filter(({ isSealed }) => isSealed).map(({ key }) => key as SealedKey<Form>)

/** The names of the fields that can be disclosed. */
export const SEALED_KEYS = {
  people: [...sealedKeys(PEOPLE_FORM), 'reason' as const],
  homes: [...sealedKeys(HOMES_FORM), 'reason' as const],
}
