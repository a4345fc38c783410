// What is seen of the drawings: which one, how near, where the camera is, and the tokens on it.
import { Layer } from './layer.js';
import { tokensOn, waitsOn } from './moves.js';

const ROOM = 60;
const PAN = 250;

export class Scene {
  constructor(frame, data, load) {
    this.frame = frame;
    this.view = frame.querySelector('[data-view]');
    this.data = data;
    this.load = load;
    this.layers = new Map();
    this.stage = null;
    this.mode = 'follow';
    this.still = matchMedia('(prefers-reduced-motion: reduce)');
    this.measure();
    new ResizeObserver(() => this.measure()).observe(this.view);
    this.view.addEventListener('scroll', () => this.scrolled(), { passive: true });
  }

  measure() {
    this.size = { width: this.view.clientWidth, height: this.view.clientHeight };
    this.scale ||= this.near;
  }

  get near() {
    return this.size.width < 600 ? 0.75 : 0.95;
  }

  // How it is looked at: nearby, where something happens, or all of it.
  turnTo(mode) {
    this.mode = mode;
    this.fresh = true;
    mode === 'follow' && this.rescale(this.near);
  }

  // One drawing may be the stage of several routes; it is drawn once.
  layer(diagram) {
    if (!this.layers.has(diagram)) {
      this.layers.set(diagram, this.draw(diagram));
    }

    return this.layers.get(diagram);
  }

  async draw(diagram) {
    const layer = await Layer.drawn(this.view, await this.load(this.data.diagrams[diagram]));
    const mark = layer.place.querySelector('.bjs-powered-by');

    // The mark of the library stays in sight wherever the drawing is moved.
    this.frame.querySelector(':scope > .bjs-powered-by') ? mark.remove() : this.frame.append(mark);

    return layer;
  }

  async show(stage) {
    const layer = await this.layer(this.data.stages[stage].diagram);

    if (this.now !== layer) {
      this.now?.show(false);
      layer.show(true);
      this.now = layer;
      this.stage = null;
    }

    if (this.stage !== stage) {
      this.stage = stage;
      this.fresh = true;
      layer.scale(this.scale);
    }
  }

  paint(state, frame, { done = null, look = true } = {}) {
    const { now: layer, stage, data } = this;
    const tokens = tokensOn(data, state, stage);
    const taken = (done || (frame?.f || []).filter(each => each[0] === stage).map(each => each[1]))
      .filter(id => layer.has(id));
    const flows = [ ...new Set([ ...state.went[stage].keys(), ...taken ]) ].filter(id => layer.has(id));
    const about = frame?.a?.[0] === stage ? frame.a[1] : null;
    const marks = new Set([ ...tokens.keys() ].map(id => `${id} place-here`));

    flows.flatMap(id => layer.ends(id)).filter(id => !tokens.has(id)).forEach(id => marks.add(`${id} place-passed`));
    about && marks.add(`${about} place-about`);
    layer.mark(marks);
    layer.trace(flows, new Set(taken));
    layer.pin(badges(tokens, waitsOn(data, state, stage)));

    if (look) {
      this.look(taken.length ? layer.ends(taken.at(-1)) : about ? [ about ] : [ ...tokens.keys() ]);
    }
  }

  // Tokens run along flows side by side, and the camera goes with them.
  async glide(flows, pace) {
    const runners = flows.filter(id => this.now.has(id)).map(id => this.now.runner(id));

    if (!runners.length) {
      return;
    }

    const took = Math.max(150, Math.min(400, 1.2 * Math.max(...runners.map(each => each.length))) / pace);
    const ends = flows.filter(id => this.now.has(id)).map(id => this.now.ends(id));
    const camera = this.mode === 'follow' ? this.toward([ ends.flat(), ends.map(each => each[1]) ]) : null;

    this.fresh = false;
    this.turn = {};
    await this.animate(took, part => {
      runners.forEach(each => each.to(part));
      camera?.(part);
    });
    runners.forEach(each => each.gone());
  }

  animate(took, step) {
    const began = performance.now();

    return new Promise(done => {
      step(0);
      requestAnimationFrame(function next(now) {
        const part = Math.min(1, Math.max(0, (now - began) / took));

        step(eased(part));
        part < 1 ? requestAnimationFrame(next) : done();
      });
    });
  }

  // the camera

  look(ids) {
    const { fresh } = this;

    this.fresh = false;

    if (this.mode === 'all') {
      fresh && this.whole();

      return;
    }

    const camera = this.toward([ ids ]);

    if (!camera) {
      fresh && !this.now.box(ids) && this.top();
    } else if (fresh || this.still.matches || this.jumps) {
      camera(1);
    } else {
      const turn = this.turn = {};

      this.animate(PAN, part => this.turn === turn && camera(part));
    }
  }

  // A way for the camera to where the first of these groups that fits is in sight; none where it is already.
  toward(groups) {
    const { size, scale } = this;
    const boxes = groups.map(ids => this.now.box(ids)).filter(Boolean);
    const box = boxes.find(each => each.width * scale + 2 * ROOM <= size.width
      && each.height * scale + 2 * ROOM <= size.height) || boxes.at(-1);

    if (!box) {
      return null;
    }

    const from = this.at || { x: 0, y: 0 };
    const to = {
      x: seen(from.x, box.x * scale, box.width * scale, size.width, this.fresh),
      y: seen(from.y, box.y * scale, box.height * scale, size.height, this.fresh)
    };

    if (to.x === from.x && to.y === from.y) {
      return null;
    }

    return part => this.scroll(from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part);
  }

  scroll(x, y) {
    this.at = { x: Math.round(x), y: Math.round(y) };
    this.view.scrollTo(this.at.x, this.at.y);
  }

  // Somebody may move it themselves; beyond its edge it does not go.
  scrolled() {
    const { scrollLeft: x, scrollTop: y } = this.view;

    if (!this.at || Math.abs(x - this.at.x) > 1 || Math.abs(y - this.at.y) > 1) {
      this.at = { x, y };
    }
  }

  // Where the drawing of this stage begins.
  top() {
    const box = this.now.pool(this.data.stages[this.stage].process);

    this.scroll(Math.max(0, (box.x - ROOM) * this.scale), Math.max(0, (box.y - ROOM) * this.scale));
  }

  whole() {
    const box = this.now.pool(this.data.stages[this.stage].process);
    const { width, height } = this.size;

    this.turn = {};
    this.rescale(Math.min(1, width / (box.width + ROOM), height / (box.height + ROOM)));
    this.scroll(box.x * this.scale - (width - box.width * this.scale) / 2,
      box.y * this.scale - (height - box.height * this.scale) / 2);
  }

  zoom(how) {
    const step = how === 'in' ? 1.25 : 0.8;
    const { width, height } = this.size;
    const from = this.at || { x: 0, y: 0 };

    this.turn = {};

    const before = this.scale;

    this.rescale(Math.max(0.1, Math.min(2, before * step)));

    const by = this.scale / before;

    this.scroll((from.x + width / 2) * by - width / 2, (from.y + height / 2) * by - height / 2);
  }

  rescale(scale) {
    this.scale = scale;
    this.now.scale(scale);
  }

  // Colours are drawn in, so another theme is drawn anew.
  async clear() {
    for (const made of this.layers.values()) {
      (await made).away();
    }
    this.layers.clear();
    this.now = this.stage = null;
  }
}

// Where the camera must be on one axis: no further than is needed, or with what it looks at in the middle.
function seen(at, begin, length, size, middle) {
  const centre = Math.max(0, begin + length / 2 - size / 2);

  if (middle || length + 2 * ROOM > size) {
    return Math.round(centre);
  }

  return begin >= at + ROOM && begin + length <= at + size - ROOM ? at : Math.round(centre);
}

function eased(part) {
  return part < 0.5 ? 2 * part * part : 1 - (2 - 2 * part) ** 2 / 2;
}

function badges(tokens, waits) {
  const wanted = new Map();

  tokens.forEach((count, id) => wanted.set(`${id} ${count}`, {
    id, name: 'replay-token', text: count > 1 ? String(count) : '', at: each => [ each.width - 12, -12 ]
  }));
  waits.forEach((until, id) => wanted.set(`${id} ${until} wait`, {
    id, name: 'replay-wait', text: until || '…', at: each => [ 4, each.height + (each.width < 60 ? 2 : -10) ]
  }));

  return wanted;
}
