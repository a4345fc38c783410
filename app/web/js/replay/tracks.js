// The thread of time: a line for each route, with a knot for each fact.
const SVG = 'http://www.w3.org/2000/svg';

export class Tracks {
  constructor(list, data, words) {
    this.list = list;
    this.data = data;
    this.rows = data.routes.map((route, number) => this.row(route, number));
    this.cursor = list.appendChild(document.createElement('li'));
    this.cursor.className = 'replay-cursor';
    this.cursor.setAttribute('aria-hidden', 'true');
    this.words = words;
  }

  row(route, number) {
    const item = this.list.appendChild(document.createElement('li'));
    const button = item.appendChild(document.createElement('button'));
    const name = button.appendChild(document.createElement('span'));
    const status = button.appendChild(document.createElement('span'));
    const line = item.appendChild(document.createElementNS(SVG, 'svg'));

    button.type = 'button';
    button.dataset.route = number;
    name.textContent = route.name;
    status.className = 'quiet small';
    line.setAttribute('aria-hidden', 'true');
    line.setAttribute('height', '20');

    return { button, status, line };
  }

  // Where the knots are in this order of the facts.
  lay(order) {
    this.order = order;
    this.rows.forEach(({ line }, route) => {
      const own = order.map((index, at) => [ this.data.frames[index], at ]).filter(([ frame ]) => frame.r === route);

      line.replaceChildren();

      if (own.length) {
        line.append(drawn('line', { class: 'ahead', x1: this.x(own[0][1]), x2: this.x(own.at(-1)[1]), y1: 10, y2: 10 }));
        line.append(drawn('line', { class: 'gone', x1: this.x(own[0][1]), x2: this.x(own[0][1]), y1: 10, y2: 10 }));
        own.forEach(([ frame, at ]) => line.append(
          drawn('circle', { class: frame.l ? 'late' : '', cx: this.x(at), cy: 10, r: own.length > 120 ? 3 : 5 })
        ));
        line.first = own[0][1];
        line.last = own.at(-1)[1];
      }
    });
  }

  x(at) {
    return `${this.order.length > 1 ? 100 * at / (this.order.length - 1) : 0}%`;
  }

  at(position, shown, statuses) {
    this.cursor.style.setProperty('--at', this.order.length > 1 ? (position - 1) / (this.order.length - 1) : 0);
    this.rows.forEach(({ button, status, line }, route) => {
      button.setAttribute('aria-pressed', String(route === shown));

      if (status.textContent !== statuses[route]) {
        status.textContent = statuses[route];
      }
      line.querySelector('.gone')?.setAttribute(
        'x2', this.x(Math.max(line.first ?? 0, Math.min(line.last ?? 0, position - 1)))
      );
    });
  }
}

function drawn(name, values) {
  const element = document.createElementNS(SVG, name);

  Object.entries(values).forEach(([ key, value ]) => element.setAttribute(key, value));

  return element;
}
