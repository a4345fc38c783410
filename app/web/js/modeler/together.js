// Two who draw in one file: what both did is saved as one, the page takes over what became of it, and what clashes is
// chosen by a person.
import { Saving } from './saving.js';

const AGAIN = 500;

export class Together extends Saving {

  // `file`: where it is given out. `base`: what was given out. `takeOver(text, still)`: show it, unless `still()` says no.
  // `occupied()`: not now. `undoable()`: whether something was done here that can be taken back. `past`: what was done
  // here before, where that is kept.
  constructor(options) {
    super(options);
    Object.assign(this, { base: options.base, past: options.past });
    this.takeOver = (text, still) => this.past ? this.past.over(text, () => options.takeOver(text, still)) :
      options.takeOver(text, still);
    Object.assign(this, { occupied: options.occupied, file: options.file, undoable: options.undoable });

    // `apart`: what is drawn here began as `base`, which is not what `revision` is now.
    Object.assign(this, { apart: false, choices: {}, next: null });
  }

  get settled() {
    return !(this.unsaved || this.next || this.apart || this.occupied());
  }

  fields() {
    const began = this.apart ? { basis: new Blob([ this.base ], { type: 'application/xml' }) } : {};

    return { ...super.fields(), ...this.choices, ...began };
  }

  began() {
    return { revision: this.revision, base: this.base };
  }

  saved(said, sent) {
    this.choices = {};
    this.base = sent;
    this.apart = Boolean(said.merged);
    this.next = said.merged ? joined(said, this.next) : null;

    if (this.next) {
      this.tell({ name: 'waiting' });
      this.take();
    } else {
      super.saved(said);
    }
  }

  denied(status, said) {
    this.choices = {};

    if (status === 409 && said.basis && !this.apart) {
      this.apart = this.dirty = true;
    } else if (status === 409 && said.clashes) {
      this.stopped = true;
      this.tell({ name: 'clash', ...said });
    } else {
      super.denied(status, said);
    }
  }

  // Show what both made of it, as soon as nobody is in the middle of something. What is drawn until then goes along.
  async take() {
    clearTimeout(this.taking);

    if (!this.next) {
      return;
    }

    if (this.occupied()) {
      this.taking = setTimeout(() => this.take(), AGAIN);

      return;
    }

    this.leave();

    const said = this.next;
    const still = () => this.next === said && !(this.dirty || this.busy || this.pending || this.stopped);

    if (still() && await this.takeOver(said.merged.text, still)) {
      Object.assign(this, { base: said.merged.text, apart: false, next: null });
      super.saved(said);
      this.tell({ name: 'merged', at: said.at, ...said.merged });
    }
  }

  // Somebody else saved meanwhile. Where nothing was done here that could be taken back, that is shown at once; else it
  // comes with the next save.
  async follow({ revision, by }) {
    const quiet = () => this.settled && !this.undoable();

    if (Number(revision) <= Number(this.revision)) {
      return;
    }

    this.leave();

    if (quiet() && await this.renew(quiet)) {
      this.tell({ name: 'followed', by });
    }
  }

  // Show the file as the server has it now.
  async renew(still) {
    const answer = await fetch(this.file, { credentials: 'same-origin' }).catch(() => undefined);
    const text = answer?.ok ? await answer.text() : null;

    if (text === null || !await this.takeOver(text, still)) {
      return false;
    }

    // Sent as it came, nothing is saved; the answer says what is found in it.
    Object.assign(this, { base: text, revision: answer.headers.get('Leidraad-Revision'), pending: text });
    await this.now();

    return true;
  }

  // {id of a clash: 'mijn' | 'ander'}
  choose(chosen) {
    this.choices = Object.fromEntries(Object.entries(chosen).map(([ id, whose ]) => [ `keuze-${id}`, whose ]));
    Object.assign(this, { stopped: false, dirty: true, apart: true });
    this.now();
  }

  // Go on with what was not saved an earlier time.
  async restore({ text, base, revision }) {
    if (!await this.takeOver(text, () => true)) {
      return false;
    }

    Object.assign(this, { base: base || this.base, revision, apart: Boolean(base), dirty: true });
    this.now();

    return true;
  }
}

// What came of it, where what came of an earlier save was not shown yet: that is told with it.
function joined(said, before) {
  const { merged } = said;

  return before ? { ...said, merged: {
    ...merged, by: merged.by || before.merged.by,
    elements: [ ...new Set([ ...before.merged.elements, ...merged.elements ]) ],
    parts: [ ...new Set([ ...before.merged.parts, ...merged.parts ]) ]
  } } : said;
}

// Show another state of the drawing, and leave all as it was around it: the part that is seen, what is chosen, the field
// that somebody is in.
export async function takeOver(modeler, text, still) {
  const canvas = modeler.get('canvas');
  const { rootElement } = await modeler.get('moddle').fromXML(text);

  if (!still()) {
    return false;
  }

  const { x, y, width, height } = canvas.viewbox();
  const chosen = modeler.get('selection').get().map(each => each.id);
  const root = canvas.getRootElement().id;
  const field = document.activeElement?.id;
  const onCanvas = canvas.getContainer().contains(document.activeElement);

  await modeler.importDefinitions(rootElement);

  const registry = modeler.get('elementRegistry');

  if (registry.get(root) && canvas.getRootElement().id !== root) {
    canvas.setRootElement(registry.get(root));
  }

  canvas.viewbox({ x, y, width, height });
  modeler.get('selection').select(chosen.map(id => registry.get(id)).filter(Boolean));

  if (onCanvas) {
    canvas.focus();
  } else if (field) {
    document.getElementById(field)?.focus();
  }

  return true;
}

// Whether somebody is in the middle of something that a new drawing would break off.
export function occupied(modeler) {
  return Boolean(modeler.get('dragging').context()) || modeler.get('directEditing').isActive() ||
    modeler.get('popupMenu').isOpen();
}
