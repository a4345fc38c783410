// Tokens on a drawing: where they are, and how they came there by the last choice. The page says the same in words.
import { frame } from './looking.js';
import { around, near, shown } from './viewer.js';

import '../css/simulation.css';

const SVG = 'http://www.w3.org/2000/svg';
const ROOM = { x: 320, y: 160 };
const PACE = 0.5;
const LONGEST = 4000;
const SIZE = 9;
const SMALL = 60;

document.querySelectorAll('[data-tokens]').forEach(show);

async function show(map) {
  const data = JSON.parse(document.getElementById(map.dataset.tokens).textContent);
  const viewer = await shown(
    map, drawn => dress(drawn, data), (drawn, how) => how === 'again' ? run(drawn, data) : look(drawn, data, how)
  );

  if (viewer && !matchMedia('(prefers-reduced-motion: reduce)').matches) {
    run(viewer, data);
  }
}

function dress(viewer, data) {
  const canvas = viewer.get('canvas');
  const registry = viewer.get('elementRegistry');
  const known = id => registry.get(id);

  [ ...data.passed, ...data.last ].filter(known).forEach(id => canvas.addMarker(id, 'place-passed'));
  data.here.map(each => [ known(each.id), each.many ]).filter(([ element ]) => element).forEach(([ element, many ]) => {
    canvas.addMarker(element.id, 'place-here');
    place(canvas, element, many);
  });
  look(viewer, data, data.here.some(each => known(each.id)) || data.last.length ? 'here' : 'all');
}

// A token lies in the middle of what is small, else on the upper left corner; two stand for more than one.
function place(canvas, element, many) {
  const layer = canvas.getLayer('tokens', 10);
  const [ x, y ] = element.width < SMALL
    ? [ element.x + element.width / 2, element.y + element.height / 2 ] : [ element.x, element.y ];

  for (let number = many ? 2 : 1; number; number -= 1) {
    dot(layer, 'token').setAttribute('transform', `translate(${x + 8 * (number - 1)} ${y})`);
  }
}

function dot(layer, name) {
  const circle = document.createElementNS(SVG, 'circle');

  circle.setAttribute('r', SIZE);
  circle.setAttribute('class', name);

  return layer.appendChild(circle);
}

// The way of the last choice, arrow after arrow.
function run(viewer, data) {
  const registry = viewer.get('elementRegistry');
  const canvas = viewer.get('canvas');
  const ways = data.last.map(id => registry.get(id)).filter(each => each?.waypoints)
    .map(each => canvas.getGraphics(each).querySelector('.djs-visual > path'))
    .map(path => ({ path, length: path.getTotalLength() }));
  const whole = ways.reduce((sum, each) => sum + each.length, 0);

  if (!whole) {
    return;
  }

  const layer = canvas.getLayer('runners', 11);
  const speed = Math.max(PACE, whole / LONGEST);
  let began;

  layer.replaceChildren();

  const runner = dot(layer, 'token token-runs');

  requestAnimationFrame(function next(now) {
    began ??= now;

    let gone = (now - began) * speed;
    const way = ways.find(each => gone <= each.length || ((gone -= each.length), false));

    if (!way || !runner.isConnected) {
      runner.remove();

      return;
    }

    const { x, y } = way.path.getPointAtLength(gone);

    runner.setAttribute('transform', `translate(${x} ${y})`);
    requestAnimationFrame(next);
  });
}

// Where the tokens are and what they last went over; else the pool of the process, else everything.
function look(viewer, data, how) {
  const registry = viewer.get('elementRegistry');
  const shapes = ids => ids.map(id => registry.get(id)).filter(each => each && !each.waypoints);
  const now = shapes(data.here.map(each => each.id));
  const ended = now.length ? now : shapes(data.last).slice(-1);
  const pool = registry.filter(each => each.businessObject?.processRef?.id === data.process);

  if (how === 'here' && ended.length) {
    frame(viewer.get('canvas'), ended.length === 1 ? near(ended[0], ROOM) : around(ended));
  } else {
    frame(viewer.get('canvas'), around(pool.length ? pool : registry.filter(each => each.width)));
  }
}
