// What the validator finds: a mark with its number on the element, and a list in words that leads there.
import { make } from './fields.js';

export const LEVELS = { fout: 'late', 'let op': 'attention' };

export function findings({ modeler, file, pages, list, count, words }) {
  const registry = modeler.get('elementRegistry');
  const overlays = modeler.get('overlays');
  const canvas = modeler.get('canvas');
  const lines = listed({
    file, pages, list, count, words,
    leads: each => registry.get(each.element) && (() => goTo(modeler, each.element))
  });
  let marked = [];

  function show(found) {
    unmark();
    grouped(lines(found)).forEach(mark);
  }

  function mark(those, id) {
    const element = registry.get(id);

    if (!element) {
      return;
    }

    const worst = those.some(each => each.level === 'fout') ? 'fout' : 'let op';
    const numbers = those.map(each => each.number).join(', ');
    const html = make('button', {
      type: 'button', class: `draw-mark ${LEVELS[worst]}`, tabindex: '-1',
      'aria-label': [ numbers, ...those.map(each => `${words.levels[each.level]}: ${each.message}`) ].join(' ')
    }, numbers);

    html.title = those.map(each => each.message).join('\n');
    html.addEventListener('click', () => {
      modeler.get('selection').select(element);
      const row = document.getElementById(`bevinding-${those[0].number}`);

      row?.closest('details')?.setAttribute('open', '');
      row?.scrollIntoView({ block: 'nearest' });
    });
    canvas.addMarker(id, `draw-${LEVELS[worst]}`);
    overlays.add(id, 'bevinding', { position: { top: -14, left: -12 }, html });
    marked.push([ id, `draw-${LEVELS[worst]}` ]);
  }

  function unmark() {
    overlays.remove({ type: 'bevinding' });
    marked.filter(([ id ]) => registry.get(id)).forEach(([ id, marker ]) => canvas.removeMarker(id, marker));
    marked = [];
  }

  return show;
}

// The list in words, those of this file first and numbered; `leads` gives what a click on one does. Gives back which
// are of this file.
export function listed({ file, pages, list, count, words, leads }) {
  return found => {
    const worstFirst = [ ...found ].sort((one, other) => (other.level === 'fout') - (one.level === 'fout'));
    const mine = worstFirst.filter(each => each.file === file);
    const others = worstFirst.filter(each => each.file !== file);

    mine.forEach((each, at) => { each.number = at + 1; });
    list.replaceChildren(...[ ...mine, ...others ].map(each => {
      const row = line(each, { file, pages, words, leads });

      Object.assign(row.dataset, { element: each.element, code: each.code, file: each.file });

      return row;
    }));
    count.textContent = found.length ? words.found.replace('%', found.length) : words.found_none;

    return mine;
  };
}

export function grouped(those) {
  const found = new Map();

  those.forEach(each => found.set(each.element, [ ...found.get(each.element) || [], each ]));

  return found;
}

function line(each, { file, pages, words, leads }) {
  const place = each.name || each.element || each.file;
  const here = each.file === file;
  const text = [
    make('span', { class: `badge ${LEVELS[each.level]}` }, `${each.number || ''} ${words.levels[each.level]}`.trim()),
    make('span', {}, each.message), make('span', { class: 'quiet' }, each.cure)
  ];
  const deed = here && leads(each);

  if (deed) {
    const button = make('button', { type: 'button', class: 'draw-finding' }, ...text);

    button.addEventListener('click', deed);

    return make('li', { id: `bevinding-${each.number}` }, button);
  }

  if (!here && pages[each.file]) {
    const to = each.element ? `${pages[each.file]}#${encodeURIComponent(each.element)}` : pages[each.file];

    return make('li', {}, make('a', { href: to, class: 'draw-finding' },
      make('span', { class: 'quiet' }, words.in_file.replace('%', each.file)), ...text));
  }

  return make('li', {}, make('div', { class: 'draw-finding' }, here ? '' : make('span', { class: 'quiet' }, place), ...text));
}

export function goTo(modeler, id) {
  const element = modeler.get('elementRegistry').get(id);

  if (element) {
    modeler.get('canvas').scrollToElement(element, { top: 160, bottom: 160, left: 200, right: 160 });
    modeler.get('selection').select(element);
    modeler.get('canvas').focus();
  }
}
