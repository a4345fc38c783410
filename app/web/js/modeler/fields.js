// Fields of the panel: plain HTML with a label each. A field shows what stands in the element, and says when it changes.
import { CHOICES, FIXED, read, write } from './terms.js';

const PAUSE = 500;

export function make(name, attributes = {}, ...children) {
  const made = document.createElement(name);

  Object.entries(attributes).forEach(([ key, value ]) => {
    if (value === true) {
      made.setAttribute(key, '');
    } else if (value !== false && value !== undefined) {
      made.setAttribute(key, value);
    }
  });
  made.append(...children.filter(each => each !== undefined && each !== ''));

  return made;
}

// {node, update}: `update` shows the element anew, but not in a field in which somebody is.
export function field(entry, words) {
  return { text, area: text, select, list, term, tick }[entry.kind](entry, words);
}

function labelled(entry, control) {
  const help = entry.help && make('p', { class: 'help', id: `${control.id}-help` }, entry.help);

  if (help) {
    control.setAttribute('aria-describedby', help.id);
  }

  return make('div', { class: 'field' }, make('label', { for: control.id }, entry.label), help || '', control);
}

function text(entry) {
  const long = entry.kind === 'area';
  const control = make(long ? 'textarea' : 'input', {
    id: `veld-${entry.id}`, class: long ? 'utrecht-textarea' : 'utrecht-textbox', autocomplete: 'off',
    rows: long && (entry.rows || 4), list: entry.among && `lijst-${entry.id}`, spellcheck: entry.code ? 'false' : 'true'
  });
  const node = labelled(entry, control);
  let waiting;

  const send = () => {
    clearTimeout(waiting);

    if (control.value !== entry.get()) {
      entry.set(control.value);
    }
  };

  if (entry.among) {
    node.append(make('datalist', { id: `lijst-${entry.id}` }, ...entry.among.map(value => make('option', { value }))));
  }

  control.addEventListener('change', send);
  control.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(send, PAUSE);
  });

  return kept({ node, control, show: () => { control.value = entry.get(); }, leave: send });
}

function select(entry, words) {
  const control = make('select', {
    id: `veld-${entry.id}`, class: 'utrecht-select utrecht-select--html-select'
  });

  const node = labelled(entry, control);

  control.addEventListener('change', () => entry.set(control.value));

  if (entry.below) {
    entry.below.chosen(entry.set);
    node.append(entry.below.node);
  }

  return kept({
    node, control, always: () => entry.below?.update(entry.get()), show: () => {
      const now = entry.get();
      const options = entry.options();
      const known = options.some(each => each.key === now);

      control.replaceChildren(
        ...entry.empty === undefined ? [] : [ make('option', { value: '' }, entry.empty) ],
        ...options.map(each => make('option', { value: each.key }, each.name)),
        ...known || !now ? [] : [ make('option', { value: now }, `${now} (${words.unknown})`) ]
      );
      control.value = now;
    }
  });
}

// Several out of a list, written with commas between.
function list(entry) {
  const box = make('div', { class: 'choices' });
  const summary = make('summary', {});
  const node = make('details', { class: 'field draw-list' }, summary,
    make('fieldset', {}, make('legend', { class: 'visually-hidden' }, entry.label), box));
  const chosen = () => entry.get().split(',').map(each => each.trim()).filter(Boolean);

  box.addEventListener('change', () => {
    entry.set([ ...box.querySelectorAll('input:checked') ].map(each => each.value).join(', '));
  });

  return {
    node, leave() {}, update() {
      const now = chosen();
      const names = [ ...new Set([ ...entry.among, ...now ]) ];

      summary.replaceChildren(make('span', { class: 'draw-list-name' }, entry.label), ' ', now.join(', ') || entry.empty);

      if (box.dataset.names !== names.join('|')) {
        box.dataset.names = names.join('|');
        box.replaceChildren(...names.map(value => make('label', { class: 'choice' },
          make('input', { type: 'checkbox', class: 'utrecht-checkbox utrecht-checkbox--html-input', value }),
          make('span', {}, value))));
      }

      box.querySelectorAll('input').forEach(each => { each.checked = now.includes(each.value); });
    }
  };
}

function tick(entry) {
  const control = make('input', {
    type: 'checkbox', id: `veld-${entry.id}`, class: 'utrecht-checkbox utrecht-checkbox--html-input'
  });

  control.addEventListener('change', () => entry.set(control.checked));

  return {
    node: make('div', { class: 'field' }, make('label', { class: 'choice' }, control, make('span', {}, entry.label))),
    update() { control.checked = entry.get(); }, leave() {}
  };
}

function term(entry, words) {
  const own = name => `veld-${entry.id}-${name}`;
  const unit = make('select', { id: own('soort'), class: 'utrecht-select utrecht-select--html-select' },
    make('option', { value: '' }, entry.empty), ...CHOICES.map(each => make('option', { value: each }, words.terms[each])));
  const number = make('input', { id: own('aantal'), class: 'utrecht-textbox', inputmode: 'numeric', autocomplete: 'off' });
  const from = make('input', { id: own('vanaf'), class: 'utrecht-textbox', autocomplete: 'off', spellcheck: 'false' });
  const parts = [ [ unit, words.term_unit ], [ number, words.term_number ], [ from, words.term_from ] ]
    .map(([ control, name ]) => make('div', {}, make('label', { for: control.id }, name), control));
  const node = make('fieldset', { class: 'field draw-term' }, make('legend', {}, entry.label), ...parts);
  const typed = () => ({ unit: unit.value, number: number.value.trim(), from: from.value.trim() });

  const lay = () => {
    const free = unit.value === 'zelf';

    parts[1].hidden = !unit.value || FIXED.includes(unit.value);
    parts[2].hidden = !unit.value || free;
    parts[1].firstChild.textContent = free ? words.term_text : words.term_number;
    parts[1].classList.toggle('whole', free);
    number.inputMode = free ? 'text' : 'numeric';
  };

  const send = () => {
    const made = write(typed());

    lay();

    // A unit without a number yet is half a choice.
    if (made !== entry.get() && (made || !unit.value)) {
      entry.set(made);
    }
  };

  [ unit, number, from ].forEach(each => each.addEventListener('change', send));

  return {
    node, leave: send, update() {
      if (!node.contains(document.activeElement)) {
        const now = read(entry.get());

        [ unit.value, number.value, from.value ] = [ now.unit, now.number, now.from ];
        lay();
      }
    }
  };
}

function kept({ node, control, show, leave = () => {}, always = () => {} }) {
  return {
    node, leave, update() {
      always();

      if (document.activeElement !== control) {
        show();
      }
    }
  };
}
