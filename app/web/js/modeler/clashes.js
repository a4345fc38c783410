// What two made of one thing in two ways: a mark on the thing itself, and a list in which somebody chooses.
import { make } from './fields.js';
import { grouped } from './findings.js';

// `marking`: {knows, goTo, ask, unask} of where it is drawn or edited. `choose({id: 'mijn' | 'ander'})` when all is
// chosen.
export function clashes({ marking, words, choose }) {
  const [ place, list, done ] = [ 'botsing', 'botsing-keuzes', 'botsing-samen' ].map(id => document.getElementById(id));
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
    marking.unask();
    list.replaceChildren(...all.map((each, at) => line(each, at + 1, theirs)));
    grouped(all.map((each, at) => ({ ...each, number: at + 1 })))
      .forEach((those, id) => marking.ask(id, those, () => buttons(those[0]).focus()));
    list.hidden = done.hidden = false;
    able(all);
    place.hidden = false;
    place.focus();
  }

  const buttons = each => document.querySelector(`[id="keuze-${each.id}"] .row button`);

  function line(each, number, theirs) {
    const ways = [ [ 'mijn', words.mine, each.mine ], [ 'ander', theirs, each.theirs ] ]
      .map(([ whose, label, what ]) => {
        const button = make('button', {
          type: 'button', class: 'utrecht-button utrecht-button--secondary-action', 'aria-pressed': 'false'
        }, `${label}: ${what}`);

        button.addEventListener('click', () => {
          chosen[each.id] = whose;
          ways.forEach(other => other.setAttribute('aria-pressed', String(other === button)));
          able();
        });

        return button;
      });
    const what = make('p', {}, make('strong', {}, `${number}. ${each.what}`), ' ',
      make('span', { class: 'quiet' }, words.was.replace('%', each.was)));

    if (marking.knows(each.element)) {
      const there = make('button', { type: 'button', class: 'utrecht-button utrecht-button--subtle' }, words.point_out);

      there.addEventListener('click', () => marking.goTo(each.element));
      what.append(' ', there);
    }

    return make('li', { id: `keuze-${each.id}` }, what,
      make('div', { class: 'row', role: 'group', 'aria-label': each.what }, ...ways));
  }

  function able(all = [ ...list.children ]) {
    done.setAttribute('aria-disabled', String(Object.keys(chosen).length < all.length));
  }

  function hide() {
    marking.unask();
    place.hidden = list.hidden = done.hidden = true;
  }

  return show;
}
