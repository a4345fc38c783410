// Plays a dossier again: the clock, the buttons and the keys around the drawings. What is read stands in the table.
import { stageOf, stateAfter, underWay, wavesOf } from './moves.js';
import { Scene } from './scene.js';
import { Tracks } from './tracks.js';

const REST = 900;
const SPEEDS = { 1: 1, 2: 2, 3: 5 };

export function play(root, data, load) {
  return new Player(root, data, load).begin();
}

class Player {
  constructor(root, data, load) {
    this.root = root;
    this.data = data;
    this.one = name => root.querySelector(`[data-${name}]`);
    this.rows = data.frames.map((_, index) => document.getElementById(`feit-${index + 1}`));
    this.orders = { happened: data.order, known: data.frames.map((_, index) => index) };
    this.axis = 'happened';
    this.at = 1;
    this.speed = 1;
    this.run = 0;
    this.pinned = null;
    this.slider = this.one('slider');
    this.scene = new Scene(this.one('canvas'), data, load);
    this.tracks = new Tracks(this.one('tracks'), data);
    this.tracks.lay(this.order);
  }

  get order() {
    return this.orders[this.axis];
  }

  get frame() {
    return this.data.frames[this.order[this.at - 1]];
  }

  async begin() {
    this.listen();

    const told = /^#feit-(\d+)$/.exec(location.hash);
    const known = document.querySelector('[data-known]')?.elements.op.value;

    if (known && !told) {
      this.root.querySelector('[name="as"][value="known"]').checked = true;
      this.turn('known');
      this.at = this.data.frames.length;
    } else {
      this.at = told ? Math.max(1, this.order.indexOf(told[1] - 1) + 1) : 1;
    }

    this.tell();
    await this.picture();
    this.root.dataset.ready = 'yes';
    performance.mark('replay-ready');
    this.warm();
  }

  // The other drawings, while nobody waits for them.
  async warm() {
    const idle = window.requestIdleCallback || (then => setTimeout(then, 200));

    for (const diagram of this.data.diagrams.keys()) {
      await new Promise(then => idle(then));
      await this.scene.layer(diagram).catch(() => {});
    }
    this.root.dataset.warm = 'yes';
  }

  listen() {
    this.root.addEventListener('click', event => {
      const button = event.target.closest('button');

      if (button?.dataset.go) {
        this.go(button.dataset.go);
      } else if (button?.dataset.look) {
        this.look(button.dataset.look);
      } else if (button?.dataset.route) {
        this.pin(Number(button.dataset.route));
      }
    });
    this.root.addEventListener('change', ({ target }) => {
      target.name === 'snelheid' && this.pace(Number(target.value));
      target.name === 'as' && this.turn(target.value);
    });
    this.slider.addEventListener('input', () => this.scrub(Number(this.slider.value)));
    this.root.addEventListener('keydown', event => this.key(event));
    document.querySelector('.replay-table')?.addEventListener('click', event => this.jump(event));
    document.querySelector('[data-known]')?.addEventListener('submit', event => this.known(event));
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', async () => {
      await this.scene.clear();
      await this.picture();
    });
  }

  // Keys count within the replay alone, and never where they mean something already.
  key(event) {
    const { target, key } = event;
    const typed = target.matches('select, textarea, input:not([type="range"])');
    const moved = target === this.scene.view && key !== ' ';
    const own = target === this.slider || target.matches('button');

    if (moved || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }

    const deed = SPEEDS[key] && target.type !== 'date' ? () => this.pace(SPEEDS[key])
      : typed ? null
        : key === ' ' && target.matches('button') ? null
          : { ' ': 'play', ArrowLeft: 'back', ArrowRight: 'on', Home: 'first', End: 'last' }[key];

    if (deed && (own || target === this.root || this.root.contains(target))) {
      event.preventDefault();
      typeof deed === 'string' ? this.go(deed) : deed();
    }
  }

  go(where) {
    if (where === 'play') {
      this.playing ? this.stop() : this.start();

      return;
    }
    this.stop();

    if (where === 'on') {
      this.step();
    } else {
      this.seek({ first: 1, back: this.at - 1, last: this.order.length }[where]);
    }
  }

  pace(speed) {
    this.speed = speed;
    this.root.querySelector(`[name="snelheid"][value="${speed}"]`).checked = true;
  }

  async start() {
    if (this.at >= this.order.length) {
      await this.seek(1);
    }
    this.playing = true;
    this.button();

    const run = ++this.run;

    while (this.run === run && this.at < this.order.length) {
      await this.step(run);
      await new Promise(then => setTimeout(then, REST / this.speed));
    }
    this.run === run && this.stop();
  }

  stop() {
    this.run++;
    this.playing = false;
    this.button();
  }

  button() {
    this.one('play').textContent = this.data.words[this.playing ? 'pause' : 'play'];
    this.root.querySelector('.replay-picture-play').hidden = this.playing;
    this.root.querySelector('.replay-picture-pause').hidden = !this.playing;
  }

  // One fact further; its tokens run along the flows, wave after wave.
  async step(run = ++this.run) {
    if (this.at >= this.order.length) {
      return;
    }

    const before = stateAfter(this.data, this.order, this.at);

    this.at++;
    this.tell();

    const whole = this.broken || this.scene.still.matches || await this.glides(before, run).catch(() => this.fail());

    if (whole !== false) {
      await this.picture();
    }
  }

  // Says false where something else was asked meanwhile.
  async glides(before, run) {
    const { frame } = this;
    const done = [];

    for (const wave of wavesOf(frame)) {
      const stage = this.stage(wave[0].stage);
      const own = wave.filter(each => each.stage === stage).map(each => each.flow);

      await this.on(stage);

      if (this.run !== run) {
        return false;
      }
      this.scene.paint(underWay(before, frame), frame, { done: [ ...done, ...own ], look: this.scene.fresh });
      await this.scene.glide(own, this.speed);

      if (this.run !== run) {
        return false;
      }
      done.push(...own);
    }

    return true;
  }

  // Without a drawing, what happened is still told.
  fail() {
    this.broken = true;
    this.one('error').hidden = false;
    this.one('canvas').hidden = true;
  }

  async seek(at) {
    this.run++;
    this.at = Math.max(1, Math.min(this.order.length, at));
    this.tell();
    await this.picture();
  }

  scrub(at) {
    this.stop();
    this.at = at;
    this.scene.jumps = true;

    if (!this.due) {
      this.due = requestAnimationFrame(async () => {
        this.due = null;
        this.tell();
        await this.picture();
        this.scene.jumps = false;
      });
    }
  }

  stage(wanted) {
    if (this.pinned === null || wanted !== null && this.data.stages[wanted].route === this.pinned) {
      return wanted ?? this.scene.stage ?? 0;
    }

    return this.data.stages[this.scene.stage]?.route === this.pinned
      ? this.scene.stage : this.data.routes[this.pinned].stages[0];
  }

  async on(stage) {
    await this.scene.show(stage);

    const { name, route } = this.data.stages[stage];
    const whole = this.data.routes[route].name;

    this.one('name').textContent = this.data.routes[route].stages[0] === stage ? whole : `${whole} › ${name}`;
  }

  async picture() {
    if (!this.data.stages.length || this.broken) {
      return;
    }

    const { at } = this;

    try {
      await this.on(this.stage(stageOf(this.data, this.frame)));

      if (at === this.at) {
        this.scene.paint(stateAfter(this.data, this.order, this.at), this.frame);
      }
    } catch {
      this.fail();
    }
  }

  look(how) {
    if (how === 'in' || how === 'out') {
      this.scene.zoom(how);

      return;
    }
    this.scene.turnTo(how);

    if (how === 'follow') {
      this.pinned = null;
    }
    this.root.querySelectorAll('[aria-pressed][data-look]').forEach(
      each => each.setAttribute('aria-pressed', String(each.dataset.look === how))
    );
    this.tell();
    this.picture();
  }

  pin(route) {
    this.pinned = route;
    this.tell();
    this.picture();
  }

  // Facts in the other order, at the same fact.
  turn(axis) {
    const index = this.order[this.at - 1];

    this.stop();
    this.axis = axis;
    this.at = this.order.indexOf(index) + 1;
    this.tracks.lay(this.order);
    this.tell();
    this.picture();
  }

  jump(event) {
    const row = event.target.closest('.jump')?.closest('tr');

    if (row) {
      event.preventDefault();
      history.replaceState(null, '', `#${row.id}`);
      this.stop();
      this.seek(this.order.indexOf(this.rows.indexOf(row)) + 1);
      this.up();
    }
  }

  known(event) {
    const day = event.target.elements.op.value;
    const known = this.data.frames.filter(each => each.k <= day).length;
    const none = event.target.querySelector('[data-none]');

    event.preventDefault();
    none.textContent = day > today() ? this.data.words.ahead : day && !known ? this.data.words.empty : '';

    if (known) {
      this.root.querySelector('[name="as"][value="known"]').checked = true;
      this.turn('known');
      this.seek(known);
      this.up();
    }
  }

  up() {
    this.root.scrollIntoView({ behavior: this.scene.still.matches ? 'auto' : 'smooth' });
    this.slider.focus({ preventScroll: true });
  }

  // What is said of the fact where we are.
  tell() {
    const row = this.rows[this.order[this.at - 1]];
    const { words } = this.data;
    const text = (at, name) => at.querySelector(name)?.textContent.trim().replace(/\s+/g, ' ') || '';
    const happened = text(row, '.jump');
    const late = row.classList.contains('late-entry');
    const known = this.axis === 'known';
    const clock = known ? put(words.known, { when: row.dataset.knownAt }) : happened;
    const other = known ? put(words.happened, { when: happened }) : text(row, '.late-mark');
    const when = late ? `${clock} · ${other}` : clock;
    const count = put(words.at, { n: this.at, all: this.order.length });
    const copied = [ '.replay-what', '.replay-after' ].map(name => row.querySelector(name).cloneNode(true));

    this.one('count').textContent = count;
    this.one('when').textContent = when;
    this.one('clock').textContent = clock;
    this.one('when').classList.toggle('late', late);
    this.one('told').replaceChildren(...copied.flatMap(each => [ ...each.childNodes ]));
    this.slider.value = this.at;
    this.slider.setAttribute('aria-valuetext', `${count}. ${when}. ${text(row, '.tells')}`);
    this.rowsSeen();
    this.tracks.at(this.at, this.shownRoute(), this.statuses());

    if (!this.playing && document.activeElement !== this.slider) {
      this.one('said').textContent = `${when}. ${text(row, '.tells')}`;
    }
  }

  shownRoute() {
    const stage = this.stage(stageOf(this.data, this.frame));

    return this.data.stages[stage]?.route;
  }

  statuses() {
    const { stood } = stateAfter(this.data, this.order, this.at);

    return stood.map(frame => this.data.statuses[frame?.s] || '');
  }

  rowsSeen() {
    const current = this.rows[this.order[this.at - 1]];

    this.order.forEach((index, place) => {
      const row = this.rows[index];
      const seen = place < this.at;

      row.classList.contains('seen') === seen || row.classList.toggle('seen', seen);
    });
    this.current?.removeAttribute('aria-current');
    current.setAttribute('aria-current', 'true');
    this.current = current;
  }
}

// The day in the Netherlands, as a field of a form spells it.
function today() {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam' }).format(new Date());
}

function put(text, values) {
  return text.replace(/%\((\w+)\)s/g, (_, name) => values[name]);
}
