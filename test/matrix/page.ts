import { ROLES } from '../../src/accounts/tables.ts'
import { LETTERS, type LetterName } from './letters.ts'
import { OPEN_TO_ALL, PARTS } from './matrix.ts'
import type { Row } from './row.ts'

const HEADINGS: Readonly<Record<(typeof ROLES)[number], string>> = {
  officer: 'officer',
  reviewer: 'reviewer',
  duty_officer: 'duty officer',
  duty_leader: 'duty leader',
  section_clerk: 'section clerk',
  department_liaison: 'liaison',
  administrator: 'administrator',
  auditor: 'auditor',
  system: 'system',
}

/** `docs/permissions.md`: the matrix for people. */
export function permissionsPage(): string {
  return [
    '# Who may do what, where (权限)',
    'Made from the matrix in `test/matrix`, which every test run holds the service to; do not edit it. After a change:\n\n```\nnpm run permissions\n```',
    'A letter tells what a role at a unit is answered about something **at its own unit**, **below** it, **above** it, **beside** it (in the same township or county), **in another county** of the city, or **in another city**. The role is the same at every tier (village, township, county, city) unless the letter says otherwise. A route with several lines is about several kinds of things.',
    legend(),
    `Without a token every route answers 401, but for: ${OPEN_TO_ALL.map((route) => `\`${route}\``).join(', ')}.`,
    'Here the section clerk is of the relief section (救灾和物资保障), the only one that reads registers. An event “at” a unit covers that county or city, and was handed to the section, the department and the command centre of its city.',
    ...PARTS.map(([heading, rows]) => `## ${heading}\n\n${table(rows)}`),
  ]
    .join('\n\n')
    .concat('\n')
}

function legend(): string {
  const lines = Object.entries(LETTERS).map(([letter, { words }]) => `| \`${letter}\` | ${words} |`)
  return ['| letter | is answered |', '|---|---|', ...lines].join('\n')
}

function table(rows: readonly Row[]): string {
  const headings = ROLES.map((role) => HEADINGS[role])
  return [
    `| route | about | ${headings.join(' | ')} |`,
    `|---|---|${'---|'.repeat(headings.length)}`,
    ...rows.map(line),
  ].join('\n')
}

function line({ route, of, note, letters }: Row): string {
  const about = [of === 'unit' ? 'unit that is named' : of, note].filter(Boolean).join(': ')
  const cells = letters.map((letter: LetterName) => `\`${letter}\``)
  return `| \`${route}\` | ${about} | ${cells.join(' | ')} |`
}
