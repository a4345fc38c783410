// The kinds of fields that a form may have, as docs/formats/bundle.md says, and how each is written in the file.

export const KINDS = [
  'textfield', 'textarea', 'radio', 'select', 'checklist', 'checkbox', 'number', 'date', 'time', 'datetime', 'text',
  'group', 'dynamiclist'
];
export const DATES = [ 'date', 'time', 'datetime' ];
export const CHOICES = [ 'radio', 'select', 'checklist' ];

// Which kinds a field can become without losing what is in it.
const FAMILIES = [ [ 'textfield', 'textarea' ], CHOICES, DATES ];
const LABELS = { date: [ 'dateLabel' ], time: [ 'timeLabel' ], datetime: [ 'dateLabel', 'timeLabel' ] };

export function kindOf(part) {
  const kind = part.type === 'datetime' ? part.subtype || 'date' : part.type;

  return KINDS.includes(kind) ? kind : '';
}

export function becomes(kind, within) {
  return (FAMILIES.find(each => each.includes(kind)) || []).filter(each => !(within && each === 'checklist'));
}

export const holds = part => part.type === 'group' || part.type === 'dynamiclist';

export function labelOf(part) {
  return part.label || part.dateLabel || part.timeLabel || '';
}

// Under which name its answer goes; of a list, its path.
export function keyOf(part) {
  return (part.type === 'dynamiclist' ? part.path : part.key) || '';
}

export function setKey(part, key) {
  part[part.type === 'dynamiclist' ? 'path' : 'key'] = key;
}

export function setLabel(part, label) {
  [ 'dateLabel', 'timeLabel' ].forEach(name => delete part[name]);
  (LABELS[kindOf(part)] || []).forEach(name => { part[name] = label; });
  set(part, 'label', label);
}

export function setKind(part, kind) {
  const label = labelOf(part);

  if (DATES.includes(kind)) {
    part.subtype = kind;
    setLabel(part, label);

    if (kind === 'time') {
      delete part.disallowPassedDates;
      setIn(part, 'properties', 'toekomst', '');
    }
  } else {
    part.type = kind;
  }
}

// A value, or nothing at all where it is empty.
export function set(part, name, value) {
  if (value === '' || value === undefined || value === false) {
    delete part[name];
  } else {
    part[name] = value;
  }
}

export function setIn(part, group, name, value) {
  const inside = { ...part[group] };

  set(inside, name, value);
  set(part, group, Object.keys(inside).length ? inside : '');
}

// All components with their place, `2-1`, as the findings name them; `inside` is what they stand in.
export function* walk(parts, prefix = '', inside = null) {
  for (const [ at, part ] of (parts || []).entries()) {
    const place = `${prefix}${at + 1}`;

    yield { part, place, parts, at, inside };

    if (holds(part)) {
      yield* walk(part.components, `${place}-`, { part, place });
    }
  }
}

export function fresh(kind, form, words) {
  const all = [ ...walk(form.components) ].map(each => each.part);
  const made = { type: DATES.includes(kind) ? 'datetime' : kind, id: freshId() };

  if (kind === 'text') {
    return { ...made, text: '' };
  }

  if (kind !== 'group') {
    setKey(made, free(`veld_${all.length + 1}`, all));
  }

  if (DATES.includes(kind)) {
    made.subtype = kind;
  }

  if (CHOICES.includes(kind)) {
    made.values = [ { label: words.yes, value: 'ja' }, { label: words.no, value: 'nee' } ];
  }

  return holds(made) ? {
    ...made, components: [], ...kind === 'dynamiclist' ? { isRepeating: true, allowAddRemove: true, defaultRepetitions: 1 } : {}
  } : made;
}

// One that nobody has, nor makes: two may each add a question at the same time.
function freshId() {
  return `Veld_${crypto.getRandomValues(new Uint32Array(1))[0].toString(36)}`;
}

// A copy of a component, with names of its own.
export function twin(part, form) {
  const made = structuredClone(part);

  for (const each of [ { part: made }, ...walk(made.components) ]) {
    const all = [ ...walk(form.components), ...walk(made.components) ].map(one => one.part).filter(one => one !== each.part);

    each.part.id = freshId();

    if (keyOf(each.part)) {
      setKey(each.part, free(keyOf(each.part), all));
    }
  }

  return made;
}

// The name of a field made of its question, for who does not give it another.
export function slug(text) {
  const letters = text.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').toLowerCase().replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_0-9]+|_+$/g, '');

  return letters.slice(0, 40).replace(/_+$/, '');
}

export function free(key, parts) {
  const taken = new Set(parts.map(keyOf));
  let made = key;

  for (let number = 2; taken.has(made); number++) {
    made = `${key}_${number}`;
  }

  return made;
}
