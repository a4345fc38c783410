// What was drawn here before another's work came in. The drawing library forgets its steps then; each is kept as the two
// texts around it, and is taken back by putting together what the drawing is now with what that step changed.

const MOST = 50;

export class Past {
  constructor(modeler, text) {
    Object.assign(this, { stack: modeler.get('commandStack'), steps: [], back: [] });
    this.begin(text);
  }

  // From here on the library counts anew.
  begin(text) {
    this.texts = new Map([ [ -1, text ] ]);
  }

  // How far the library is: a number of its own, the same for the same state.
  at() {
    return this.stack._stackIdx;
  }

  // What the drawing is at a place of the library's.
  note(at, text) {
    if (!this.stack.canRedo()) {
      [ ...this.texts.keys() ].filter(each => each > at).forEach(each => this.texts.delete(each));
      this.back = at > -1 ? [] : this.back;
    }

    this.texts.set(at, text);
  }

  // The steps that the library could take back now, the last of them last.
  own() {
    const places = [ ...this.texts.keys() ].filter(each => each <= this.at()).sort((one, other) => one - other);

    return places.slice(1).map((each, number) => ({
      before: this.texts.get(places[number]), after: this.texts.get(each)
    })).filter(({ before, after }) => before !== after);
  }

  // Another state comes in the place of what is drawn, where `take()` says that it did.
  async over(text, take) {
    const own = this.own();
    const taken = await take();

    if (taken) {
      this.steps = [ ...this.steps, ...own ].slice(-MOST);
      this.begin(text);
    }

    return taken;
  }

  // The last step, with what it was made of; undefined where there is none.
  last(way) {
    const step = (way === 'undo' ? this.steps : this.back).at(-1);

    return step && (way === 'undo' ? { base: step.after, text: step.before } : { base: step.before, text: step.after });
  }

  // That step was taken, or cannot be.
  took(way, done) {
    const [ from, to ] = way === 'undo' ? [ this.steps, this.back ] : [ this.back, this.steps ];
    const step = from.pop();

    if (done) {
      to.push(step);
    }
  }
}
