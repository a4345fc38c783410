// A cell as people write it, and as FEEL: texts without quotes, yes and no, empty for what does not matter.

const TEXTS = /^"[^"\\]*"(?:\s*,\s*"[^"\\]*")*$/;
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

// What can only be meant as FEEL, in a column of texts.
const MEANT = { true: /^(?:"|not\s*\(|[<>[\](?!]|-$)/, false: /^(?:"|if\s|[a-z_][a-z0-9_ ]*\()/i };
const TRUTH = { true: 'ja', false: 'nee' };

export const isTexts = type => !type || type === 'string';

export function toWords(feel, type, input) {
  const text = feel.trim();

  if (text === '' || (input && text === '-')) {
    return '';
  }

  if (type === 'boolean') {
    return TRUTH[text] || text;
  }

  if (!isTexts(type)) {
    return text;
  }

  const plain = text.replace(/"/g, '');
  const one = TEXTS.test(text) && (input || !/",/.test(text.replace(/\s/g, '')));

  if (one && plain.trim() && toFeel(input ? plain : text.slice(1, -1), type, input).replace(/\s/g, '') === text.replace(/\s/g, '')) {
    return input ? plain : text.slice(1, -1);
  }

  return NAME.test(text) ? `= ${text}` : text;
}

export function toFeel(words, type, input) {
  const text = words.trim();

  if (text === '') {
    return input ? '-' : '';
  }

  if (text.startsWith('=')) {
    return text.slice(1).trim();
  }

  if (type === 'boolean') {
    return { ja: 'true', nee: 'false' }[text.toLowerCase()] || text;
  }

  if (!isTexts(type) || MEANT[Boolean(input)].test(text)) {
    return text;
  }

  return input ? text.split(',').map(each => each.trim()).filter(Boolean).map(quoted).join(', ') : quoted(text);
}

export function quoted(text) {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}

// The texts that a list of allowed values names.
export function named(feel) {
  return TEXTS.test(feel.trim()) ? [ ...feel.matchAll(/"([^"\\]*)"/g) ].map(each => each[1]) : [];
}
