// Reads cases as JSON from stdin, lets feelin evaluate each and writes the answers as JSON to stdout.
// A case is {text} for an expression or {text, value} for unary tests; an answer is {value} or {error}.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';

const folder = process.argv[2];
const { evaluate, unaryTest } = await import(pathToFileURL(join(folder, 'feelin', 'dist', 'index.js')).href);

function plain(value) {
  if (value === undefined || value === null || typeof value === 'function') return null;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object') return value;
  if (Object.getPrototypeOf(value) !== Object.prototype) return String(value);
  return Object.fromEntries(Object.entries(value).map(([ key, part ]) => [ key, plain(part) ]));
}

const { context, cases } = JSON.parse(readFileSync(0, 'utf8'));
const answers = cases.map(({ text, ...given }) => {
  try {
    const all = { ...context, ...('value' in given ? { '?': given.value } : {}) };
    const answer = 'value' in given ? unaryTest(text, all) : evaluate(text, all);
    return { value: plain(answer.value) };
  } catch (error) {
    return { error: String(error.message ?? error) };
  }
});
process.stdout.write(JSON.stringify(answers));
