// The shortest way to where a rule breaks, played on its drawings. The page says the same in words.
import { textAt } from './fetching.js';
import { frame, listen, move } from './looking.js';
import { around, near, viewerIn } from './viewer.js';

import '../css/proof.css';

const PACE = 700;
const ROOM = { x: 260, y: 130 };
const player = document.querySelector('[data-player]');

if (player) {
  const { drawings, ways } = JSON.parse(document.getElementById('wegen').textContent);

  document.querySelectorAll('[data-needs-script]').forEach(part => { part.hidden = false; });
  document.querySelectorAll('[data-play]').forEach(button => button.addEventListener('click', () => {
    open(player, drawings, ways, Number(button.dataset.play));
  }));
}

let opened;

function open(map, drawings, ways, number) {
  opened?.close();
  opened = play(map, drawings, ways[number], document.querySelector(`[data-way="${number}"]`));
}

function play(map, drawings, way, words) {
  const texts = new Map();
  const listening = new AbortController();
  const label = map.querySelector('[data-play-label]');
  let viewer, file, marked = [], at = -1, timer, going = Promise.resolve();

  words.before(map);
  map.hidden = false;
  drawable(true);
  on('back', () => { pause(); go(at - 1); });
  on('on', () => { pause(); go(at + 1); });
  on('play', () => timer ? pause() : start());
  on('close', close);
  listen(map, how => viewer && (move(viewer, how) || frame(viewer.get('canvas'), around(drawn()))), listening.signal);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    viewer?.destroy();
    viewer = file = undefined;
    go(at);
  }, { signal: listening.signal });
  map.querySelector('[data-go=play]').focus({ preventScroll: true });
  map.scrollIntoView({ block: 'center' });
  start();

  return { close };

  function on(name, deed) {
    map.querySelector(`[data-go=${name}]`).addEventListener('click', deed, { signal: listening.signal });
  }

  function start() {
    say(true);
    timer = setInterval(() => at + 1 < way.length ? go(at + 1) : pause(), PACE);
    go(at + 1 < way.length ? at + 1 : 0);
  }

  function pause() {
    clearInterval(timer);
    timer = undefined;
    say(false);
  }

  function say(playing) {
    label.textContent = playing ? label.dataset.pauseText : label.dataset.playText;
    map.querySelector('[data-when=still]').hidden = playing;
    map.querySelector('[data-when=playing]').hidden = !playing;
  }

  function close() {
    pause();
    listening.abort();
    viewer?.destroy();
    map.hidden = true;
    words.querySelectorAll('[aria-current]').forEach(step => step.removeAttribute('aria-current'));
    words.querySelector('[data-play]').focus();
    opened = undefined;
  }

  // One after the other: a drawing that is still being fetched is not drawn over.
  function go(wanted) {
    at = Math.min(Math.max(wanted, 0), way.length - 1);
    going = going.then(() => show(at)).catch(() => {
      if (!listening.signal.aborted) {
        pause();
        drawable(false);
      }
    });
  }

  function drawable(yes) {
    map.querySelector('[data-error]').hidden = yes;
    map.querySelector('[data-canvas]').hidden = !yes;
  }

  async function show(step) {
    if (listening.signal.aborted) {
      return;
    }

    if (way[step].file !== file) {
      await draw(way[step].file);
    }

    if (listening.signal.aborted) {
      return;
    }

    mark(step);
    tell(step);
  }

  async function draw(name) {
    if (!texts.has(name)) {
      texts.set(name, await textAt(drawings[name]));
    }

    if (listening.signal.aborted) {
      return;
    }

    viewer?.destroy();
    viewer = viewerIn(map.querySelector('[data-canvas]'));
    file = name;
    marked = [];
    await viewer.importXML(texts.get(name));
  }

  function mark(step) {
    const canvas = viewer.get('canvas');
    const known = viewer.get('elementRegistry');

    marked.forEach(([ id, name ]) => canvas.removeMarker(id, name));
    marked = way.slice(0, step + 1)
      .map((each, number) => [ each.id, number === step ? 'place-here' : 'place-passed' ])
      .filter(([ id ]) => known.get(id));
    marked.forEach(([ id, name ]) => canvas.addMarker(id, name));
    follow(canvas, known.get(way[step].id));
  }

  function follow(canvas, element) {
    if (element) {
      frame(canvas, near(element, ROOM));
    }
  }

  function drawn() {
    return viewer.get('elementRegistry').filter(each => each.width);
  }

  function tell(step) {
    const steps = [ ...words.querySelectorAll('[data-step]') ];
    const here = steps.findLast(each => Number(each.dataset.step) <= step);

    steps.forEach(each => each.removeAttribute('aria-current'));
    here?.setAttribute('aria-current', 'step');
    map.querySelector('[data-at]').textContent = here?.textContent ?? '';
  }
}
