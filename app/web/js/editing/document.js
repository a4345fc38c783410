// A file that is edited in words: what stands in it, with undo and redo. `Saving` takes it for what a drawing is.

// `read` makes of a text what is edited, `write` makes a text of it again: the text is what undo goes back to.
export class Document {
  constructor(text, { read, write }) {
    Object.assign(this, { read, write, past: [], future: [], listeners: [] });
    this.content = read(text);
    this.now = write(this.content);
  }

  on(_event, listener) {
    this.listeners.push(listener);
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

  tell() {
    this.listeners.forEach(each => each());
  }

  async saveXML() {
    return { xml: this.now };
  }
}
