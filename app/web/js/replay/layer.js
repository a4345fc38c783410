// One drawing, once drawn, as it lies on the page: at its own size, with what moves on it beside the library's own.
// Nothing in it is drawn anew when it is moved or when a token runs; so frames come evenly, however large it is.
import Viewer from 'bpmn-js/lib/Viewer';

import { around, viewerIn } from '../viewer.js';

const SVG = 'http://www.w3.org/2000/svg';
const ROOM = 80;

export class Layer {
  static async drawn(container, xml) {
    const layer = new Layer();

    layer.sheet = part(container, 'replay-sheet');
    layer.place = part(layer.sheet, 'replay-layer');
    layer.viewer = viewerIn(part(layer.place, 'replay-drawing'), Viewer);
    await layer.viewer.importXML(xml);
    layer.begin();
    layer.show(false);

    return layer;
  }

  begin() {
    this.canvas = this.viewer.get('canvas');
    this.registry = this.viewer.get('elementRegistry');
    this.lines = this.place.appendChild(document.createElementNS(SVG, 'svg'));
    this.marks = new Set();
    this.threads = new Map();
    this.badges = new Map();
    this.ways = new Map();

    const box = around(this.registry.filter(each => each.width));

    this.x = box.x - ROOM;
    this.y = box.y - ROOM;
    this.width = box.width + 2 * ROOM;
    this.height = box.height + 2 * ROOM;
    this.lines.setAttribute('class', 'replay-lines');
    this.lines.setAttribute('viewBox', `${this.x} ${this.y} ${this.width} ${this.height}`);
    this.place.style.width = `${this.width}px`;
    this.place.style.height = `${this.height}px`;
  }

  show(yes) {
    this.sheet.classList.toggle('on', yes);
    this.sheet.classList.toggle('off', !yes);

    if (yes && !this.laid) {
      this.laid = true;
      this.canvas.resized();
      this.canvas.viewbox({ x: this.x, y: this.y, width: this.width, height: this.height });
    }
  }

  scale(to) {
    this.sheet.style.width = `${this.width * to}px`;
    this.sheet.style.height = `${this.height * to}px`;
    this.place.style.transform = `scale(${to})`;
    this.place.style.setProperty('--afar', Math.max(1, 0.65 / to));
    this.place.classList.toggle('afar', to < 0.4);
  }

  has(id) {
    return Boolean(this.registry.get(id));
  }

  box(ids) {
    const shapes = ids.map(id => this.registry.get(id)).filter(each => each?.width);

    if (!shapes.length) {
      return null;
    }

    const { x, y, width, height } = around(shapes);

    return { x: x - this.x, y: y - this.y, width, height };
  }

  pool(process) {
    const pool = this.registry.find(each => each.businessObject?.processRef?.id === process);

    return pool ? this.box([ pool.id ]) : { x: 0, y: 0, width: this.width, height: this.height };
  }

  ends(flow) {
    const { source, target } = this.registry.get(flow);

    return [ source.id, target.id ];
  }

  mark(marks) {
    [ ...this.marks ].filter(each => !marks.has(each)).forEach(each => this.canvas.removeMarker(...each.split(' ')));
    [ ...marks ].filter(each => !this.has(each.split(' ')[0])).forEach(each => marks.delete(each));
    [ ...marks ].filter(each => !this.marks.has(each)).forEach(each => this.canvas.addMarker(...each.split(' ')));
    this.marks = marks;
  }

  // The line that the token took, on the one that was drawn: its arrow stays what it is.
  trace(flows, taken) {
    const wanted = new Set(flows);

    this.threads.forEach((line, id) => {
      if (!wanted.has(id)) {
        line.remove();
        this.threads.delete(id);
      }
    });
    flows.forEach(id => {
      if (!this.threads.has(id)) {
        this.threads.set(id, this.lines.appendChild(thread(this.way(id))));
      }

      const line = this.threads.get(id);
      const now = taken.has(id);

      line.classList.contains('now') === now || line.classList.toggle('now', now);
    });
  }

  // Knots and what is waited for; `wanted` says by element what stands there.
  pin(wanted) {
    this.badges.forEach((badge, key) => {
      if (!wanted.has(key)) {
        badge.remove();
        this.badges.delete(key);
      }
    });
    wanted.forEach(({ id, name, text, at }, key) => {
      const element = this.registry.get(id);

      if (!this.badges.has(key) && element) {
        const badge = part(this.place, name);
        const [ x, y ] = at(element);

        badge.textContent = text;
        badge.style.left = `${element.x - this.x + x}px`;
        badge.style.top = `${element.y - this.y + y}px`;
        this.badges.set(key, badge);
      }
    });
  }

  // To ask its length has the page laid out, so it is asked once.
  way(flow) {
    if (!this.ways.has(flow)) {
      const path = this.canvas.getGraphics(flow).querySelector('.djs-visual > path');

      this.ways.set(flow, { path, length: path.getTotalLength() });
    }

    return this.ways.get(flow);
  }

  // A token that runs along a flow: `to(part of the way)`, and `gone()`.
  runner(flow) {
    const { path, length } = this.way(flow);
    const dot = part(this.place, 'replay-dot');

    return {
      length,
      to: at => {
        const { x, y } = path.getPointAtLength(at * length);

        dot.style.translate = `${x - this.x}px ${y - this.y}px`;
      },
      gone: () => dot.remove()
    };
  }

  away() {
    this.viewer.destroy();
    this.sheet.remove();
  }
}

function part(container, name) {
  const element = container.appendChild(document.createElement('div'));

  element.className = name;

  return element;
}

function thread({ path, length }) {
  const line = document.createElementNS(SVG, 'path');

  line.setAttribute('d', path.getAttribute('d'));
  line.setAttribute('class', 'replay-went');
  line.setAttribute('stroke-dasharray', `${Math.max(1, length - 9)} ${length}`);

  return line;
}
