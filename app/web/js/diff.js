// Two versions of a drawing, side by side or one over the other, with what is different marked in them. The list of
// sentences beside it says the same, and leads to each place.
import { frame, listen, move, reveal } from './looking.js';
import { Pair } from './diff-pair.js';
import { around } from './viewer.js';

import '../css/diff.css';

let going = Promise.resolve();

document.querySelectorAll('[data-diff]').forEach(show);
document.querySelectorAll('.diff-kinds').forEach(filter);

async function show(map) {
  const data = JSON.parse(document.getElementById(map.dataset.diff).textContent);
  const pair = new Pair(map, data);
  const dark = matchMedia('(prefers-color-scheme: dark)');

  map.querySelectorAll('[data-way]:is(button)').forEach(button => {
    button.addEventListener('click', () => lay(map, pair, button.dataset.way));
  });

  // Narrow screens have no room for two.
  if (matchMedia('(width < 700px)').matches) {
    lay(map, pair, 'over');
  }

  if (!await stage(map, pair, Number(map.dataset.at))) {
    return;
  }

  dark.addEventListener('change', () => pair.at >= 0 && stage(map, pair, pair.at, true));
  listen(map, how => look(pair, how));
  map.querySelectorAll('[data-stage]').forEach(link => link.addEventListener('click', event => {
    event.preventDefault();
    stage(map, pair, Number(link.dataset.stage));
  }));
  document.querySelectorAll('[data-go]').forEach(link => link.addEventListener('click', event => {
    event.preventDefault();
    go(map, pair, Number(link.dataset.go));
  }));
  document.addEventListener('diff:kinds', () => pair.mark());
}

// Draws both versions of a process, one after the other; false where that cannot be.
function stage(map, pair, at, anew = false) {
  going = going.then(() => draw(map, pair, at, anew));

  return going;
}

async function draw(map, pair, at, anew) {
  if (pair.at === at && !anew) {
    return true;
  }

  try {
    reveal(map, true);
    await pair.draw(at);
  } catch {
    reveal(map, false);

    return false;
  }

  current(map.querySelectorAll('[data-stage]'), link => Number(link.dataset.stage) === at);
  look(pair, 'here');

  return true;
}

function current(links, isIt) {
  links.forEach(link => {
    if (isIt(link)) {
      link.setAttribute('aria-current', 'true');
    } else {
      link.removeAttribute('aria-current');
    }
  });
}

function lay(map, pair, way) {
  map.querySelector('.diff-canvas').dataset.way = way;
  map.querySelectorAll('[data-way]:is(button)').forEach(button => {
    button.setAttribute('aria-pressed', String(button.dataset.way === way));
  });
  pair.resized();
  look(pair, 'here');
}

function look(pair, how) {
  const viewer = pair.front();

  if (viewer && !move(viewer, how)) {
    frame(viewer.get('canvas'), around(how === 'here' ? pair.different() : pair.whole(viewer)));
  }
}

// To the place of one sentence: its process, its element in the middle, and a mark that stands out.
async function go(map, pair, number) {
  const change = pair.data.changes.find(each => each.number === number);

  if (!change || !await stage(map, pair, change.stage)) {
    return;
  }

  current(document.querySelectorAll('[data-go]'), link => Number(link.dataset.go) === number);
  pair.point(change);

  const canvas = map.querySelector('.diff-canvas').getBoundingClientRect();

  if (canvas.bottom > innerHeight || canvas.top < 0) {
    map.querySelector('.diff-canvas').scrollIntoView({ block: 'nearest' });
  }
}

// Which kinds are shown, at once; without this script the button sends the same.
function filter(kinds) {
  const count = document.querySelector('[data-diff-count]');

  kinds.addEventListener('change', () => {
    const shown = [ ...kinds.querySelectorAll(':checked') ].map(each => each.value);
    const items = [ ...document.querySelectorAll('[data-kind]') ];

    items.forEach(item => { item.hidden = !shown.includes(item.dataset.kind); });

    const left = items.filter(item => !item.hidden).length;

    count.textContent = left === 1 ? count.dataset.one : count.dataset.many.replace('#', left);
    document.dispatchEvent(new CustomEvent('diff:kinds'));
  });
}
