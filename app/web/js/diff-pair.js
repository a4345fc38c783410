// The two viewers of a process: what it was and what it is. They look at the same place of the sheet.
import { textAt } from './fetching.js';
import { frame } from './looking.js';
import { near, viewerIn } from './viewer.js';

const SIDES = [ 'old', 'new' ];
const ROOM = { x: 260, y: 180 };

export class Pair {
  constructor(map, data) {
    this.map = map;
    this.data = data;
    this.at = -1;
    this.viewers = {};
    this.files = new Map();
  }

  async draw(at) {
    const stage = this.data.stages[at];
    const texts = await Promise.all(SIDES.map(side => this.file(stage[side])));

    SIDES.forEach(side => this.viewers[side]?.destroy());
    this.viewers = {};
    this.at = -1;

    for (const [ number, side ] of SIDES.entries()) {
      const part = this.map.querySelector(`[data-side="${side}"]`);

      part.querySelector('.diff-none').hidden = Boolean(texts[number]);

      if (texts[number]) {
        const viewer = viewerIn(part.querySelector('.diff-view'));

        this.viewers[side] = viewer;
        await viewer.importXML(texts[number]);
        part.querySelector('svg[tabindex]')?.setAttribute(
          'aria-label', `${part.querySelector('.diff-view').dataset.name}: ${stage.name}`
        );
      }
    }

    this.at = at;
    this.follow();
    this.mark();
  }

  async file(address) {
    if (address && !this.files.has(address)) {
      this.files.set(address, await textAt(address));
    }

    return this.files.get(address);
  }

  // What one viewer shows, the other shows.
  follow() {
    let following = false;

    SIDES.forEach((side, number) => {
      const [ viewer, other ] = [ this.viewers[side], this.viewers[SIDES[1 - number]] ];

      viewer?.on('canvas.viewbox.changed', ({ viewbox }) => {
        if (!following && other) {
          following = true;
          other.get('canvas').viewbox({ x: viewbox.x, y: viewbox.y, width: viewbox.width, height: viewbox.height });
          following = false;
        }
      });
    });
  }

  // The one that buttons move.
  front() {
    return this.viewers.new ?? this.viewers.old;
  }

  resized() {
    SIDES.forEach(side => this.viewers[side]?.get('canvas').resized());
  }

  // Marks in both what is different; kinds that are not shown in the list are not marked either.
  mark() {
    SIDES.filter(side => this.viewers[side]).forEach(side => {
      const [ canvas, overlays ] = [ this.viewers[side].get('canvas'), this.viewers[side].get('overlays') ];

      this.marked?.[side]?.forEach(([ id, name ]) => canvas.removeMarker(id, name));
      overlays.clear();
    });
    this.marked = { old: [], new: [] };

    this.data.changes.filter(each => each.stage === this.at && this.isShown(each)).forEach(change => {
      SIDES.forEach(side => this.show(side, change));
    });
  }

  isShown(change) {
    return !document.querySelector(`[data-change="${change.number}"]`)?.hidden;
  }

  // The line, and a word on the first place: colour alone tells nobody anything.
  show(side, change) {
    const found = this.places(side, change);

    found.forEach(element => this.add(side, element.id, `diff-${change.kind}`));

    if (change.whole) {
      found.forEach(element => this.add(side, element.id, 'diff-whole'));
    } else if (found.length && !this.has(side, found[0].id)) {
      const label = document.createElement('span');

      label.className = `diff-mark diff-${change.kind}`;
      label.textContent = this.data.words[change.kind];
      this.viewers[side].get('overlays').add(found[0].id, 'diff', { position: { top: -20, left: 0 }, html: label });
    }
  }

  has(side, id) {
    return this.viewers[side].get('overlays').get({ element: id, type: 'diff' }).length > 0;
  }

  add(side, id, name) {
    this.viewers[side].get('canvas').addMarker(id, name);
    this.marked[side].push([ id, name ]);
  }

  // The elements of a change as one version draws them, the one it is about first.
  places(side, change) {
    const registry = this.viewers[side]?.get('elementRegistry');

    if (!registry || change.kind === (side === 'old' ? 'erbij' : 'weg')) {
      return [];
    }

    const own = change.kind === 'opmaak' ? '' : change[side === 'old' ? 'was' : 'element'];

    return [ own, ...change.beside ].filter(Boolean).flatMap(id => this.drawn(registry, id));
  }

  // A process is drawn as its pool.
  drawn(registry, id) {
    const found = registry.get(id);

    return found ? [ found ] : registry.filter(each => each.businessObject?.processRef?.id === id);
  }

  // The pool of the process, else everything.
  whole(viewer) {
    const registry = viewer.get('elementRegistry');
    const stage = this.data.stages[this.at];
    const pool = registry.filter(
      each => [ stage.process, stage.before ].includes(each.businessObject?.processRef?.id)
    );

    return pool.length ? pool : registry.filter(each => each.width);
  }

  // All that is marked in the front one; where nothing is, the whole.
  different() {
    const side = this.viewers.new ? 'new' : 'old';
    const found = this.data.changes.filter(each => each.stage === this.at && this.isShown(each) && !each.whole)
      .flatMap(each => this.places(side, each)).filter(each => each.width);

    return found.length ? found : this.whole(this.front());
  }

  point(change) {
    this.mark();

    SIDES.forEach(side => {
      const [ element ] = this.places(side, change);

      if (element) {
        this.add(side, element.id, 'diff-here');
      }
    });

    const side = this.places('new', change).length ? 'new' : 'old';
    const [ element ] = this.places(side, change);

    if (element) {
      frame(this.viewers[side].get('canvas'), near(element, ROOM));
    }
  }
}
