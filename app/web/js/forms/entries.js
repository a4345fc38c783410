// Which fields a component of a form has when somebody changes it, in words of the school.
import { read, write } from './conditions.js';
import {
  CHOICES, DATES, becomes, free, holds, keyOf, kindOf, labelOf, set, setIn, setKey, setKind, setLabel, slug, walk
} from './kinds.js';

const OWN = 'zelf';

export class Entries {
  constructor(doc, groups, words) {
    Object.assign(this, { doc, groups, words });
    this.own = null;
  }

  // Of the component at a place: [entry]. `here` finds it anew, since undo reads the file again.
  of(here) {
    const { part, inside } = here();
    const kind = kindOf(part);
    const within = inside?.part.type === 'dynamiclist';

    if (!kind) {
      return [];
    }

    if (kind === 'text') {
      return [ this.value(here, 'text', 'area', { label: this.words.text, help: this.words.text_help, rows: 6 }), ...this.last(here) ];
    }

    const kinds = becomes(kind, within);

    return [
      this.label(here, kind),
      this.value(here, 'description', 'text', { label: this.words.description }),
      ...holds(part) && kind === 'group' ? [] : [ this.required(here) ],
      ...CHOICES.includes(kind) ? [ this.options(here) ] : [],
      ...this.bounds(here, kind),
      ...kinds.length > 1 ? [ {
        id: 'kind', kind: 'select', seldom: true, label: this.words.kind,
        options: () => kinds.map(key => ({ key, name: this.words.kinds[key] })), get: () => kindOf(here().part),
        set: value => this.doc.change(() => setKind(here().part, value))
      } ] : [],
      this.readers(here, inside),
      ...this.last(here),
      ...kind === 'group' ? [] : [ this.key(here) ]
    ];
  }

  // Where it stands and when it is shown: of every kind.
  last(here) {
    return [ ...this.condition(here), this.within(here) ].filter(Boolean);
  }

  label(here, kind) {
    const { words } = this;

    return {
      id: 'label', kind: 'text', label: { group: words.label_group, dynamiclist: words.label_list }[kind] || words.label,
      get: () => labelOf(here().part), set: value => this.doc.change(form => {
        const { part } = here();
        const all = [ ...walk(form.components) ].map(each => each.part).filter(each => each !== part);

        // A name that nobody chose is made of the question.
        if (/^veld_\d+(_\d+)?$/.test(keyOf(part)) && slug(value)) {
          setKey(part, free(slug(value), all));
        }

        setLabel(part, value.trim());
      })
    };
  }

  value(here, name, kind, rest) {
    return {
      id: name, kind, ...rest, get: () => here().part[name] || '',
      set: value => this.doc.change(() => set(here().part, name, value.trim()))
    };
  }

  rule(here, name, label, number = true) {
    return {
      id: name, kind: 'text', label, short: true, get: () => String(here().part.validate?.[name] ?? ''),
      set: value => this.doc.change(() => setIn(here().part, 'validate', name, number ? figure(value) : value))
    };
  }

  required(here) {
    return {
      id: 'required', kind: 'tick', label: this.words.is_required, get: () => here().part.validate?.required === true,
      set: yes => this.doc.change(() => setIn(here().part, 'validate', 'required', yes))
    };
  }

  options(here) {
    return {
      id: 'options', kind: 'options', label: this.words.options, get: () => here().part.values || [],
      set: values => this.doc.change(() => { here().part.values = values; })
    };
  }

  bounds(here, kind) {
    const { words } = this;

    if (kind === 'number') {
      return [
        this.rule(here, 'min', words.min), this.rule(here, 'max', words.max), {
          id: 'decimals', kind: 'text', label: words.decimals, get: () => String(here().part.decimalDigits ?? ''),
          set: value => this.doc.change(() => set(here().part, 'decimalDigits', figure(value)))
        }
      ];
    }

    if (kind === 'textfield' || kind === 'textarea') {
      return [
        ...kind === 'textfield' ? [ {
          ...this.rule(here, 'validationType', words.validation, false), kind: 'select', empty: words.validation_none,
          options: () => [ { key: 'email', name: words.email }, { key: 'phone', name: words.phone } ]
        } ] : [],
        { ...this.rule(here, 'minLength', words.min_length), seldom: true },
        { ...this.rule(here, 'maxLength', words.max_length), seldom: true }
      ];
    }

    return DATES.includes(kind) && kind !== 'time' ? [ this.day(here) ] : [];
  }

  day(here) {
    const { words } = this;

    return {
      id: 'day', kind: 'select', label: words.when, empty: words.when_any,
      options: () => [ { key: 'past', name: words.when_past }, { key: 'ahead', name: words.when_ahead } ],
      get: () => (here().part.properties?.toekomst === 'nee' ? 'past' : here().part.disallowPassedDates ? 'ahead' : ''),
      set: value => this.doc.change(() => {
        setIn(here().part, 'properties', 'toekomst', value === 'past' ? 'nee' : '');
        set(here().part, 'disallowPassedDates', value === 'ahead');
      })
    };
  }

  readers(here, inside) {
    const { words } = this;

    return {
      id: 'readers', kind: 'select', label: words.readers, help: words.readers_help,
      empty: inside ? words.readers_as : words.readers_none,
      options: () => this.groups.map(each => ({ key: each.key, name: `${each.key}: ${each.functions.join(', ')}` })),
      get: () => here().part.properties?.veldgroep || '',
      set: value => this.doc.change(() => setIn(here().part, 'properties', 'veldgroep', value))
    };
  }

  condition(here) {
    const { words } = this;
    const now = () => read(here().part.conditional?.hide);
    const asked = () => this.before(here).find(each => keyOf(each) === now()?.field);
    const put = made => this.doc.change(() => setIn(here().part, 'conditional', 'hide', made));
    const said = made => put(write(made, asked(made)?.type === 'checkbox' || this.isTick(here, made.field)));
    const free_hand = now() === undefined || (this.own === here().part.id && here().part.id);

    return [
      {
        id: 'if', kind: 'select', label: words.condition, empty: words.condition_always,
        options: () => [
          ...this.before(here).map(each => ({ key: keyOf(each), name: labelOf(each) || keyOf(each) })),
          { key: OWN, name: words.condition_own }
        ],
        get: () => (free_hand ? OWN : now()?.field || ''), set: field => {
          this.own = field === OWN ? here().part.id : null;

          if (field === OWN) {
            this.doc.tell();
          } else {
            said({ field, how: 'is', values: field ? this.answers(here, field).slice(0, 1).map(each => each.key) : [] });
          }
        }
      },
      ...free_hand ? [ {
        id: 'hide', kind: 'text', label: words.condition_feel, help: words.condition_feel_help, code: true,
        get: () => (here().part.conditional?.hide || '').replace(/^\s*=/, ''), set: value => put(value.trim() && `=${value.trim()}`)
      } ] : [],
      ...!free_hand && now() ? [
        {
          id: 'how', kind: 'select', label: words.condition_how,
          options: () => [ { key: 'is', name: words.condition_is }, { key: 'not', name: words.condition_not } ],
          get: () => now()?.how || 'is', set: how => said({ ...now(), how })
        },
        {
          id: 'values', kind: 'ticks', label: words.condition_values, get: () => now()?.values || [],
          options: () => this.answers(here, now()?.field), set: values => values.length && said({ ...now(), values })
        }
      ] : []
    ];
  }

  // The fields before it whose answers can be named: an answer that comes later is not there yet.
  before(here) {
    const { part } = here();
    const found = [];

    for (const each of walk(this.doc.content.components)) {
      if (each.part === part) {
        break;
      }

      if ([ 'radio', 'select', 'checkbox' ].includes(each.part.type)) {
        found.push(each.part);
      }
    }

    return found;
  }

  isTick(here, field) {
    return this.before(here).find(each => keyOf(each) === field)?.type === 'checkbox';
  }

  answers(here, field) {
    const asked = this.before(here).find(each => keyOf(each) === field);

    return asked?.type === 'checkbox' ? [ { key: 'true', name: this.words.ticked } ]
      : (asked?.values || []).map(each => ({ key: each.value, name: each.label || each.value }));
  }

  // Another group or list, or the form itself; not what it holds.
  within(here) {
    const { part, inside } = here();
    const own = new Set([ part, ...[ ...walk(part.components) ].map(each => each.part) ]);
    const others = () => [ ...walk(this.doc.content.components) ].filter(each => holds(each.part) && !own.has(each.part));

    if (!inside && !others().length) {
      return null;
    }

    return {
      id: 'within', kind: 'select', seldom: true, label: this.words.within, empty: this.words.within_none,
      options: () => others().map(each => ({ key: each.part.id, name: labelOf(each.part) || each.place })),
      get: () => inside?.part.id || '', set: id => this.moves(here(), id)
    };
  }

  key(here) {
    return {
      id: 'key', kind: 'text', seldom: true, label: this.words.key, help: this.words.key_help, code: true, get: () => keyOf(here().part),
      set: value => this.doc.change(() => setKey(here().part, value.trim()))
    };
  }
}

// A number that can be read; what cannot stays as it was typed, and is found.
function figure(text) {
  const plain = text.trim().replace(',', '.');

  return plain === '' || Number.isNaN(Number(plain)) ? plain : Number(plain);
}
