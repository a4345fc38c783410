// Looking around on a drawing, by buttons and by keys.
const ROOM = 40;
const STEPS = {
  left: { dx: 160, dy: 0 }, right: { dx: -160, dy: 0 }, up: { dx: 0, dy: 160 }, down: { dx: 0, dy: -160 }
};
const KEYS = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down', '+': 'in', '-': 'out' };

// `look` is called with what somebody asks: a direction, in, out, or the name on a button.
export function listen(map, look, signal) {
  map.querySelector('.map-canvas').addEventListener('keydown', event => {
    if (KEYS[event.key] && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      look(KEYS[event.key]);
    }
  }, { signal });
  map.querySelector('.map-tools').addEventListener('click', event => {
    const button = event.target.closest('[data-map]');

    if (button) {
      look(button.dataset.map);
    }
  }, { signal });
}

// What belongs to a drawing, or the sentence that there is none now.
export function reveal(map, drawn) {
  map.querySelectorAll('.map-tools, .legend, .map-canvas').forEach(part => { part.hidden = !drawn; });
  map.querySelector('.map-error').hidden = drawn;
}

// Whether it was a move.
export function move(viewer, how) {
  if (how === 'in' || how === 'out') {
    viewer.get('zoomScroll').stepZoom(how === 'in' ? 1 : -1);
  } else if (STEPS[how]) {
    viewer.get('canvas').scroll(STEPS[how]);
  }

  return how === 'in' || how === 'out' || how in STEPS;
}

// In the middle, never larger than it was drawn.
export function frame(canvas, box) {
  const outer = canvas.viewbox().outer;
  const scale = Math.min(1, outer.width / (box.width + 2 * ROOM), outer.height / (box.height + 2 * ROOM));
  const [ width, height ] = [ outer.width / scale, outer.height / scale ];

  canvas.viewbox({ x: box.x + (box.width - width) / 2, y: box.y + (box.height - height) / 2, width, height });
}
