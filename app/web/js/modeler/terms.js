// A term as people choose it, and as it is written (docs/formats/bundle.md, "Terms and timers").

const UNITS = {
  werkdagen: [ 'werkdag', 'werkdagen' ], schooldagen: [ 'schooldag', 'schooldagen' ], dagen: [ 'dag', 'dagen' ],
  weken: [ 'week', 'weken' ], maanden: [ 'maand', 'maanden' ]
};
const LETTERS = { D: 'dagen', W: 'weken', M: 'maanden' };
export const FIXED = [ 'vandaag', 'volgende werkdag', 'volgende schooldag' ];

// {unit, number, from}: a unit, one of the fixed words, `uren`, `zelf` with the text as `number`, or nothing.
export function read(text) {
  const [ , span, from = '' ] = /^(.*?)(?:\s+na\s+([\w.]+))?$/.exec(text.trim()) || [ '', text ];

  if (!text.trim()) {
    return { unit: '', number: '', from: '' };
  }

  if (FIXED.includes(span)) {
    return { unit: span, number: '', from };
  }

  const hours = /^PT(\d+)H$/.exec(span);
  const letters = /^P(\d+)([DWM])$/.exec(span);
  const words = /^(\d+) (\w+)$/.exec(span);
  const unit = words && Object.keys(UNITS).find(name => UNITS[name].includes(words[2]));

  if (hours) {
    return { unit: 'uren', number: hours[1], from };
  }

  if (letters) {
    return { unit: LETTERS[letters[2]], number: letters[1], from };
  }

  return unit ? { unit, number: words[1], from } : { unit: 'zelf', number: text, from: '' };
}

export function write({ unit, number, from }) {
  const after = from ? ` na ${from}` : '';

  if (!unit || unit === 'zelf') {
    return unit ? number : '';
  }

  if (FIXED.includes(unit)) {
    return unit + after;
  }

  const count = Number.parseInt(number, 10);

  if (!(count > 0)) {
    return '';
  }

  return (unit === 'uren' ? `PT${count}H` : `${count} ${UNITS[unit][count === 1 ? 0 : 1]}`) + after;
}

export const CHOICES = [ 'werkdagen', 'schooldagen', 'dagen', 'weken', 'maanden', 'uren', ...FIXED, 'zelf' ];
