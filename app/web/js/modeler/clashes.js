// What two made of one thing in two ways: a mark on the thing itself, and a list in which somebody chooses.
import { make } from './fields.js';
import { goTo } from './findings.js';

const SHOWN = 8000;

// `choose({id: 'mijn' | 'ander'})` when all is chosen.
export function clashes({ modeler, place, list, done, words, choose }) {
  let chosen = {};

  done.addEventListener('click', () => {
    if (done.getAttribute('aria-disabled') === 'false') {
      hide();
      choose(chosen);
    }
  });

  function show({ clashes: all, by }) {
    const theirs = by ? words.theirs.replace('%', by) : words.theirs_self;

    chosen = {};
    unmark();
    list.replaceChildren(...all.map((each, at) => line(each, at + 1, theirs)));
    marked(all);
    list.hidden = done.hidden = false;
    able(all);
    place.hidden = false;
    place.focus();
  }

  function line(each, number, theirs) {
    const buttons = [ [ 'mijn', words.mine, each.mine ], [ 'ander', theirs, each.theirs ] ]
      .map(([ whose, label, what ]) => {
        const button = make('button', {
          type: 'button', class: 'utrecht-button utrecht-button--secondary-action', 'aria-pressed': 'false'
        }, `${label}: ${what}`);

        button.addEventListener('click', () => {
          chosen[each.id] = whose;
          buttons.forEach(other => other.setAttribute('aria-pressed', String(other === button)));
          able();
        });

        return button;
      });
    const what = make('p', {}, make('strong', {}, `${number}. ${each.what}`), ' ',
      make('span', { class: 'quiet' }, words.was.replace('%', each.was)));

    if (modeler.get('elementRegistry').get(each.element)) {
      const there = make('button', { type: 'button', class: 'utrecht-button utrecht-button--subtle' }, words.point_out);

      there.addEventListener('click', () => goTo(modeler, each.element));
      what.append(' ', there);
    }

    return make('li', { id: `keuze-${each.id}` }, what,
      make('div', { class: 'row', role: 'group', 'aria-label': each.what }, ...buttons));
  }

  function marked(all) {
    const overlays = modeler.get('overlays');
    const numbers = new Map();

    all.forEach((each, at) => numbers.set(each.element, [ ...numbers.get(each.element) || [], { ...each, number: at + 1 } ]));
    numbers.forEach((those, id) => {
      if (!modeler.get('elementRegistry').get(id)) {
        return;
      }

      const html = make('button', {
        type: 'button', class: 'draw-mark attention', tabindex: '-1', title: those.map(each => each.what).join('\n'),
        'aria-label': those.map(each => `${each.number}. ${each.what}`).join(' ')
      }, `${those.map(each => each.number).join(', ')} ?`);

      html.addEventListener('click', () => document.querySelector(`[id="keuze-${those[0].id}"] .row button`)?.focus());
      overlays.add(id, 'keuze', { position: { bottom: 12, left: -12 }, html });
      modeler.get('canvas').addMarker(id, 'draw-asked');
    });
  }

  function unmark() {
    modeler.get('overlays').remove({ type: 'keuze' });
    modeler.get('elementRegistry').forEach(each => modeler.get('canvas').removeMarker(each.id, 'draw-asked'));
  }

  function able(all = [ ...list.children ]) {
    done.setAttribute('aria-disabled', String(Object.keys(chosen).length < all.length));
  }

  function hide() {
    unmark();
    place.hidden = list.hidden = done.hidden = true;
  }

  return show;
}

// What came from another is to be seen for a moment.
export function pointOut(modeler, elements) {
  const canvas = modeler.get('canvas');
  const known = elements.filter(id => modeler.get('elementRegistry').get(id));

  known.forEach(id => canvas.addMarker(id, 'draw-taken'));
  setTimeout(() => known.filter(id => modeler.get('elementRegistry').get(id))
    .forEach(id => canvas.removeMarker(id, 'draw-taken')), SHOWN);

  return known.length;
}
