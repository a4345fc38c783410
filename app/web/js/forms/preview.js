// How the form looks to who fills it in, drawn by the server as a task is; answers can be tried, and are not kept.

const PAUSE = 150;

export class Preview {
  constructor({ at, place, words, token }) {
    Object.assign(this, { at, place, words, token, text: '', asked: 0 });
    place.addEventListener('change', () => this.later());
    place.addEventListener('submit', event => {
      event.preventDefault();
      this.draw(event.submitter);
    });
  }

  show(text) {
    this.text = text;
    this.later();
  }

  later() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.draw(), PAUSE);
  }

  async draw(button) {
    const asked = ++this.asked;
    const body = new FormData(this.place);

    body.set('vervalsing', this.token());
    body.set('inhoud', new Blob([ this.text ], { type: 'application/json' }), 'formulier.form');

    if (button?.name) {
      body.append(button.name, button.value);
    }

    const answer = await fetch(this.at, {
      method: 'POST', body, redirect: 'error', headers: { 'HX-Request': 'true' }
    }).catch(() => null);
    const drawn = answer?.ok ? await answer.text() : null;

    // The last one asked is the one to show.
    if (asked !== this.asked) {
      return;
    }

    const focused = this.place.contains(document.activeElement) ? document.activeElement.id : '';

    if (drawn === null) {
      this.place.textContent = this.words.no_preview;
    } else {
      this.place.replaceChildren(...new DOMParser().parseFromString(drawn, 'text/html').body.childNodes);
    }

    if (focused) {
      document.getElementById(focused)?.focus();
    }
  }
}
