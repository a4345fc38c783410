// Every change is saved by itself. What cannot be sent now stays in the page and goes later; what another saved meanwhile
// is never overwritten: then somebody chooses.

const PAUSE = 30;
const NOTED = 200;
const AGAIN = [ 1000, 2000, 5000, 10000 ];
const TOO_LARGE = 413;

// What is not taken now and will not be later: who may not, what is gone, what is too large.
const NEVER = [ 403, 404, TOO_LARGE ];

// `states` are told one by one: {name: saved | waiting | sending | away | signedout | refused | never | conflict, ...}
export class Saving {
  constructor({ modeler, at, token, revision, tell, found, leave, unsent }) {
    Object.assign(this, { modeler, at, token, revision, tell, found, leave, unsent });
    Object.assign(this, { dirty: false, busy: false, stopped: false, begun: false });
    this.tries = 0;
    this.refused = false;
    this.pending = null;

    // How long what was too large is: only what is shorter is sent again.
    this.most = Infinity;
    modeler.on('commandStack.changed', () => this.changed());
    window.addEventListener('online', () => this.now());
    window.addEventListener('beforeunload', event => {
      this.leave();

      if (this.unsaved) {
        this.keep();
        event.preventDefault();
      }
    });
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') {
        this.leave();
        this.now();
        this.keep();
      }
    });
  }

  get unsaved() {
    return this.dirty || this.busy || this.stopped || this.refused || this.pending !== null;
  }

  changed() {
    this.dirty = true;
    this.refused = false;
    this.note();

    if (!this.stopped) {
      this.tell({ name: this.tries ? 'away' : 'waiting' });
      this.later(PAUSE);
    }
  }

  // What could not be sent yet is kept on this device too, for a page that is closed before it could.
  note() {
    clearTimeout(this.noting);
    this.noting = this.unsent && setTimeout(() => this.keep(), NOTED);
  }

  async keep() {
    const text = this.unsaved && this.unsent && await this.text();

    if (text && this.unsaved) {
      this.unsent.put({ text, ...this.began() });
    }
  }

  // What it began as, by which what was kept can be saved later.
  began() {
    return { revision: this.revision };
  }

  // The first save of a page stands apart, so that what was there when it was opened can come back.
  fields() {
    return { gezien: this.revision, ...this.begun ? {} : { eerste: 'ja' } };
  }

  later(pause) {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.now(), pause);
  }

  async now() {
    clearTimeout(this.waiting);

    if (this.busy || this.stopped || !(this.dirty || this.pending)) {
      return;
    }

    this.busy = true;

    // What was sent and not answered goes first and as it was: the server knows it again.
    if (!this.pending) {
      const at = this.past?.at();

      this.dirty = false;
      this.pending = await this.text();

      if (this.past?.at() === at) {
        this.past?.note(at, this.pending);
      }
    }

    if (this.pending.length >= this.most) {
      this.busy = false;
      this.never(TOO_LARGE);

      return;
    }

    this.tell({ name: 'sending' });

    const answer = await this.send(this.at, this.pending, this.fields());

    this.busy = false;
    await this.answered(answer);

    if ((this.dirty || this.pending) && !this.stopped) {
      this.later(this.tries ? AGAIN[Math.min(this.tries, AGAIN.length) - 1] : PAUSE);
    }
  }

  async answered(answer) {
    if (NEVER.includes(answer?.status)) {
      this.never(answer.status);

      return;
    }

    const said = answer && [ 200, 409, 410, 422 ].includes(answer.status) ? await json(answer) : null;

    if (!said) {
      this.tries += 1;
      this.tell({ name: [ 400, 401 ].includes(answer?.status) && !await this.renewed() ? 'signedout' : 'away' });

      return;
    }

    const sent = this.pending;

    this.tries = 0;
    this.pending = null;
    this.most = Infinity;

    if (answer.ok) {
      this.begun ||= Number(said.revision) !== Number(this.revision);
      this.saved(said, sent);

      if (!this.unsaved) {
        clearTimeout(this.noting);
        this.unsent?.drop();
      }
    } else {
      this.denied(answer.status, said);
    }
  }

  saved(said) {
    this.revision = said.revision;
    this.found(said.findings);
    this.tell(this.dirty ? { name: 'waiting' } : { name: 'saved', at: said.at });
  }

  denied(status, said) {
    this.stopped = status !== 422;
    this.refused = !this.stopped;
    this.tell({ name: status === 409 ? 'conflict' : 'refused', ...said });
  }

  // The work stays in the page and on this device. What is too large may become smaller; for the rest it is over.
  never(status) {
    this.most = status === TOO_LARGE ? Math.min(this.most, this.pending.length) : this.most;
    Object.assign(this, { tries: 0, pending: null, refused: !this.dirty, stopped: status !== TOO_LARGE });
    this.keep();
    this.tell({ name: 'never' });
  }

  async text() {
    return (await this.modeler.saveXML({ format: true })).xml;
  }

  // Where it is kept as a draft of its own; null where that did not come about.
  async copied(at, key) {
    const answer = await this.send(at, await this.text(), { sleutel: key });
    const said = answer?.ok ? await json(answer) : null;

    if (said) {
      this.leaving();
    }

    return said?.to || null;
  }

  // From here on nothing has to be kept.
  leaving() {
    Object.assign(this, { dirty: false, stopped: false, refused: false, pending: null });
    clearTimeout(this.noting);
    this.unsent?.drop();
  }

  // Who signed in again in another tab has another token there: that of this page is taken over from it.
  async renewed() {
    try {
      const page = await fetch(location.pathname, { credentials: 'same-origin', redirect: 'error' });
      const read = new DOMParser().parseFromString(await page.text(), 'text/html');

      this.token = read.querySelector('[data-token]').dataset.token;

      return true;
    } catch {
      return false;
    }
  }

  async send(at, xml, fields) {
    const body = new FormData();

    body.set('vervalsing', this.token);
    Object.entries(fields).forEach(([ name, value ]) => body.set(name, value));

    if (xml !== null) {
      body.set('inhoud', new Blob([ xml ], { type: 'application/xml' }), 'tekening.bpmn');
    }

    try {
      return await fetch(at, { method: 'POST', body, redirect: 'error', headers: { 'HX-Request': 'true' } });
    } catch {
      return null;
    }
  }
}

// What it says; null where it is no JSON: something between this page and the server may answer too.
export async function json(answer) {
  try {
    return await answer.json();
  } catch {
    return null;
  }
}
