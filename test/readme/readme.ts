/** README.md, taken apart: the walk, the commands and the links that it promises. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))
export const README = readFileSync(`${ROOT}README.md`, 'utf8')

/** One block of the walk, and what the README says that it prints. */
export interface Stretch {
  commands: string
  /** the empty string where nothing is promised */
  prints: string
}

/** The blocks marked ```sh walk, in order, each with the ```text block that follows it before the next. */
export function walk(): Stretch[] {
  return README.split('```sh walk\n')
    .slice(1)
    .map((part) => {
      const end = part.indexOf('```')
      const prints = /```text\n([\s\S]*?)```/.exec(part.slice(end))?.[1] ?? ''
      return { commands: part.slice(0, end), prints }
    })
}

/** What is the same at every walk: instants and blanks aside. */
export function loosely(text: string): string[] {
  return text
    .replace(/\d{4}-\d{2}-\d{2}T[\d:.]+\+08:00/g, 'INSTANT')
    .split('\n')
    .map((line) => line.trim().replace(/\s+/g, ' '))
    .filter((line) => line !== '')
}

/** Names of the npm scripts that the README tells people to run; `npm start` and `npm test` need no `run`. */
export function npmScripts(): string[] {
  return [...README.matchAll(/\bnpm (?:run (?:-s )?)?([a-z]+)/g)].map((match) => match[1] ?? '')
}

/** Files that the README links to, or names as code with a folder. */
export function files(): string[] {
  const linked = [...README.matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)].map((match) => match[1] ?? '')
  const named = [
    ...README.matchAll(/`((?:src|docs|test|migrations|drills|bench|chaos|deploy|scripts)(?:\/[\w./-]+)?)`/g),
  ]
  return [...linked, ...named.map((match) => match[1] ?? '')]
}
