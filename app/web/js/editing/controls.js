// Fields that only editing a form or a table asks, beside those of the panel of the modeler.
import { field as plain, make } from '../modeler/fields.js';

const PAUSE = 500;
const BOX = 'utrecht-checkbox utrecht-checkbox--html-input';

export function field(entry, words) {
  return ({ options, ticks }[entry.kind] || plain)(entry, words);
}

// A picture of the sprite, in what has a name of its own.
export function icon(address) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');

  svg.classList.add('icon');
  svg.setAttribute('aria-hidden', 'true');
  use.setAttribute('href', address);
  svg.append(use);

  return svg;
}

// Several out of a few, each with its name.
function ticks(entry) {
  const box = make('div', { class: 'choices' });
  const node = make('fieldset', { class: 'field', id: `veld-${entry.id}` }, make('legend', {}, entry.label), box);

  box.addEventListener('change', () => entry.set([ ...box.querySelectorAll('input:checked') ].map(each => each.value)));

  return {
    node, leave() {}, update() {
      const now = entry.get();
      const known = entry.options();
      const all = [ ...known, ...now.filter(each => !known.some(one => one.key === each)).map(key => ({ key, name: key })) ];
      const names = JSON.stringify(all);

      if (box.dataset.names !== names) {
        box.dataset.names = names;
        box.replaceChildren(...all.map(each => make('label', { class: 'choice' },
          make('input', { type: 'checkbox', class: BOX, value: each.key }), make('span', {}, each.name))));
      }

      box.querySelectorAll('input').forEach(each => { each.checked = now.includes(each.value); });
    }
  };
}

// What can be chosen: a line each, with what is read and the name that conditions and tables know it by.
function options(entry, words) {
  const lines = make('ol', { class: 'edit-options' });
  const more = make('button', { type: 'button', class: 'utrecht-button utrecht-button--secondary-action' }, words.option_add);
  const node = make('fieldset', { class: 'field', id: `veld-${entry.id}` }, make('legend', {}, entry.label), lines, make('p', {}, more));
  let waiting;

  const typed = () => [ ...lines.children ].map(line => {
    const [ label, value ] = [ ...line.querySelectorAll('input') ].map(each => each.value.trim());

    return { label, value: value || entry.slug(label) };
  });
  const send = () => {
    clearTimeout(waiting);

    if (lines.dataset.typed) {
      delete lines.dataset.typed;
      entry.set(typed());
    }
  };
  const turn = (values, focus) => {
    send();
    entry.set(values);
    drawn();
    focus?.();
  };
  const button = (what, said, number, deed) => {
    const made = make('button', {
      type: 'button', class: 'utrecht-button utrecht-button--subtle edit-tool', 'aria-label': said.replace('%', number)
    }, icon(words.icons[what]));

    made.addEventListener('click', deed);

    return made;
  };
  const line = (each, at, all) => {
    const own = name => `veld-${entry.id}-${at}-${name}`;
    const box = (name, said, value, code) => [
      make('label', { class: 'visually-hidden', for: own(name) }, said.replace('%', at + 1)),
      make('input', {
        id: own(name), class: `utrecht-textbox ${code ? 'edit-code' : ''}`, value, autocomplete: 'off',
        spellcheck: code ? 'false' : 'true', lang: 'nl'
      })
    ];

    return make('li', {}, ...box('label', words.option, each.label || ''), ...box('value', words.option_value, each.value || '', true),
      ...at ? [ button('up', words.option_up, at + 1, () => turn(swapped(typed(), at), () => lines.children[at - 1].querySelector('input').focus())) ] : [ make('span', {}) ],
      all.length > 1 ? button('remove', words.option_remove, at + 1, () => turn(typed().toSpliced(at, 1), () => more.focus())) : '');
  };
  const drawn = () => lines.replaceChildren(...entry.get().map(line));

  lines.addEventListener('input', () => {
    lines.dataset.typed = 'yes';
    clearTimeout(waiting);
    waiting = setTimeout(send, PAUSE);
  });
  lines.addEventListener('change', send);
  more.addEventListener('click', () => turn([ ...typed(), entry.another(typed()) ], () => {
    lines.lastElementChild.querySelector('input').select();
  }));

  return {
    node, leave: send, update() {
      if (!lines.contains(document.activeElement)) {
        drawn();
      }
    }
  };
}

export function swapped(list, at) {
  return list.with(at - 1, list[at]).with(at, list[at - 1]);
}
