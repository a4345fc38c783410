// What is typed in a task is kept on the server a second after the last key, and when the page is left.
// Files do not go along: those are sent once, with the form itself.

const PAUSE = 1000;

document.querySelectorAll('form[data-draft]').forEach(form => {
  const said = document.getElementById('bewaard');
  let waiting;
  let kept = typed(form).toString();

  // A page that answered a form is asked anew by its address, and so with what was kept, in the place of sent again.
  history.replaceState(history.state, '', location.href);

  // What is typed, chosen, or drawn anew because a row came or went.
  [ 'input', 'change', 'htmx:after:swap' ].forEach(name => form.addEventListener(name, () => {
    clearTimeout(waiting);
    waiting = setTimeout(save, PAUSE);
  }));
  form.addEventListener('submit', () => clearTimeout(waiting));
  window.addEventListener('pagehide', leave);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && leave());

  function leave() {
    clearTimeout(waiting);
    save();
  }

  async function save() {
    const body = typed(form);
    const now = body.toString();

    if (now === kept || form.dataset.sent) {
      return;
    }

    try {
      const answer = await fetch(form.dataset.draft, {
        method: 'POST', body, keepalive: now.length < 60000, redirect: 'error', headers: { 'HX-Request': 'true' }
      });

      if (form.dataset.sent) {
        return;
      }

      if (answer.ok) {
        kept = now;
        show(await answer.text(), false);
      } else if (answer.status === 409) {
        show(await answer.text(), true);
      } else {
        show(answer.status === 401 ? form.dataset.away : form.dataset.failed, true);
      }
    } catch {
      show(form.dataset.failed, true);
    }
  }

  function show(text, failed) {
    said.classList.toggle('failed', failed);
    said.textContent = text;
  }
});

function typed(form) {
  return new URLSearchParams([ ...new FormData(form) ].filter(([ , value ]) => typeof value === 'string'));
}

// Nor do files go along where only the questions are drawn anew.
document.addEventListener('htmx:config:request', event => {
  const body = event.detail?.ctx?.request?.body;

  if (body instanceof FormData) {
    [ ...body.keys() ].filter(name => body.getAll(name).some(value => value instanceof File))
      .forEach(name => body.delete(name));
  }
});
