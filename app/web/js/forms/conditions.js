// When a field is shown. The file says when it is hidden, in FEEL; here it is what most of these say: one of these
// answers, or none of them.
const NAME = '[A-Za-z_][A-Za-z0-9_]*';
const VALUE = '"[^"\\\\]*"|true|false';
const ONE = new RegExp(`^\\s*(${NAME})\\s*(!?=)\\s*(${VALUE})\\s*$`);

// {field, how: 'is' | 'not', values}; null for nothing, undefined for what is said otherwise.
export function read(hide) {
  const text = (hide || '').replace(/^\s*=/, '');

  if (!text.trim()) {
    return null;
  }

  const parts = text.split(/\s+(?:and|or)\s+/).map(each => ONE.exec(each));
  const [ first ] = parts;
  const links = new Set([ ...text.matchAll(/\s+(and|or)\s+/g) ].map(each => each[1]));
  const asked = first?.[2] === '!=' ? 'and' : 'or';
  const alike = parts.every(each => each && each[1] === first[1] && each[2] === first[2]);

  if (!alike || [ ...links ].some(each => each !== asked)) {
    return undefined;
  }

  return { field: first[1], how: first[2] === '!=' ? 'is' : 'not', values: parts.map(each => each[3].replace(/"/g, '')) };
}

export function write({ field, how, values }, truth) {
  const sign = how === 'is' ? '!=' : '=';

  return values.length ? `=${values.map(each => `${field} ${sign} ${truth ? each : `"${each}"`}`)
    .join(how === 'is' ? ' and ' : ' or ')}` : '';
}
