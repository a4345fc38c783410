// A file that is edited in words: what stands in it, with undo and redo. `Saving` takes it for what a drawing is.

const CHANGED = 'commandStack.changed';

// `read` makes of a text what is edited, `write` makes a text of it again: the text is what undo goes back to.
export class Document {
  constructor(text, { read, write }) {
    Object.assign(this, { read, write, past: [], future: [], listeners: [] });
    this.content = read(text);
    this.now = write(this.content);
  }

  // `commandStack.changed` when somebody here changed it, as in the modeler; `shown` also when it came from elsewhere.
  on(event, listener) {
    this.listeners.push({ event, listener });
  }

  // `deed` changes the content in place; what changes nothing is no step back.
  change(deed) {
    deed(this.content);

    const made = this.write(this.content);

    if (made !== this.now) {
      this.past.push(this.now);
      this.future = [];
      this.now = made;
      this.tell();
    }
  }

  get canUndo() {
    return this.past.length > 0;
  }

  get canRedo() {
    return this.future.length > 0;
  }

  undo() {
    this.turn(this.past, this.future);
  }

  redo() {
    this.turn(this.future, this.past);
  }

  turn(from, to) {
    if (from.length) {
      to.push(this.now);
      this.now = from.pop();
      this.content = this.read(this.now);
      this.tell();
    }
  }

  // What another made of it, or what was kept on this device. There is no step back behind it.
  takeOver(text) {
    const content = this.read(text);

    Object.assign(this, { content, now: this.write(content), past: [], future: [] });
    this.tell('shown');
  }

  tell(...events) {
    const told = events.length ? events : [ CHANGED, 'shown' ];

    this.listeners.filter(each => told.includes(each.event)).forEach(each => each.listener());
  }

  async saveXML() {
    return { xml: this.now };
  }
}
