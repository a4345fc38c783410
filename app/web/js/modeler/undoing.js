// Undo and redo, also of what was drawn before another's work came in.

const WAIT = 100;
const LONGEST = 100;

export class Undoing {
  constructor(modeler, saving, changed) {
    Object.assign(this, { stack: modeler.get('commandStack'), saving, changed, turns: Promise.resolve() });

    const actions = modeler.get('editorActions');

    [ 'undo', 'redo' ].forEach(way => {
      actions.unregister(way);
      actions.register(way, () => this.go(way));
    });
    modeler.on([ 'commandStack.changed', 'import.done' ], changed);
  }

  can(way) {
    return Boolean((way === 'undo' ? this.stack.canUndo() : this.stack.canRedo()) || this.saving.past.last(way));
  }

  go(way) {
    if (way === 'undo' ? this.stack.canUndo() : this.stack.canRedo()) {
      this.stack[way]();
    } else if (this.saving.past.last(way)) {
      this.turns = this.turns.then(() => this.back(way));
    }
  }

  // What is being saved goes first: it is taken back from what the server has.
  async back(way) {
    for (let tries = 0; !this.saving.settled && tries < LONGEST; tries += 1) {
      await new Promise(resolve => { setTimeout(resolve, WAIT); });
    }

    if (this.saving.settled) {
      await this.takenBack(this.saving, this.saving.past, way);
      this.changed();
    }
  }

  // The last step that the library knows no more: the step the other way is put together with what the drawing is now.
  async takenBack(saving, past, way) {
    const { base, text } = past.last(way);

    saving.busy = true;
    saving.tell({ name: 'sending' });

    const began = { gezien: 0, basis: new Blob([ base ], { type: 'application/xml' }) };
    const answer = await saving.send(saving.at, text, began);
    const said = answer && await answer.json().catch(() => null);

    saving.busy = false;

    if (answer?.ok && said) {
      past.took(way, true);
      await this.shown(saving, said, said.merged?.text ?? text);
    } else if (said?.clashes) {
      past.took(way, false);
      saving.tell({ name: 'notundone', by: said.by });
    } else {
      saving.tell({ name: 'away' });
    }
  }

  // What was drawn in the meantime is saved as it is, together with this.
  async shown(saving, said, text) {
    const own = () => !(saving.unsaved || saving.next);

    if (own() && await saving.takeOver(text, own)) {
      Object.assign(saving, { base: text, revision: said.revision });
      saving.found(said.findings);
      saving.tell({ name: 'saved', at: said.at });
    } else {
      saving.now();
    }
  }
}
