// Covers the screen when somebody comes to stand beside it: Escape twice within a second, the button in the menu, or
// ten minutes in which nobody looked at the tab. The server knows nothing of it; whoever reloads sees the page again.

const TWICE = 1000;
const UNSEEN = 10 * 60 * 1000;
const TITLE = 'Leidraad';

const button = document.querySelector('[data-cover]');
let covered = null;

if (button) {
  let last = -Infinity;
  let hiddenAt = null;
  let timer = 0;

  button.hidden = false;
  button.addEventListener('click', () => cover());

  // Where Escape closes things of the page itself, it does not cover.
  document.addEventListener('keydown', event => {
    if (event.key !== 'Escape' || event.repeat || event.isComposing || event.target.closest?.('[data-own-escape]')) {
      return;
    }

    const now = Date.now();

    if (now - last <= TWICE) {
      cover();
      last = -Infinity;
    } else {
      last = now;
    }
  }, true);

  document.addEventListener('visibilitychange', () => {
    clearTimeout(timer);

    if (document.hidden) {
      hiddenAt = Date.now();
      timer = setTimeout(cover, UNSEEN);
    } else if (hiddenAt !== null && Date.now() - hiddenAt > UNSEEN) {
      cover();
    }
  });
}

function cover() {
  if (covered) {
    return;
  }

  const sheet = document.createElement('div');
  const back = document.createElement('button');
  const logo = document.querySelector('.brand .loop').cloneNode(true);

  sheet.className = 'cover';
  sheet.setAttribute('role', 'dialog');
  sheet.setAttribute('aria-modal', 'true');
  sheet.setAttribute('aria-label', button.dataset.covered);
  back.type = 'button';
  back.className = 'utrecht-button utrecht-button--primary-action';
  back.textContent = button.dataset.back;
  back.addEventListener('click', uncover);
  sheet.append(logo, back);
  sheet.addEventListener('keydown', event => {
    if (event.key === 'Tab') {
      event.preventDefault();
    }
  });

  covered = {
    sheet,
    title: document.title,
    focus: document.activeElement,
    inert: [ ...document.body.children ].filter(each => !each.inert),
    watch: new MutationObserver(keepTitle)
  };
  covered.inert.forEach(each => { each.inert = true; });
  document.body.append(sheet);
  document.documentElement.classList.add('covered');
  document.title = TITLE;
  covered.watch.observe(document.head, { childList: true, subtree: true, characterData: true });
  back.focus();
}

function uncover() {
  const { sheet, title, focus, inert, watch } = covered;

  watch.disconnect();
  covered = null;
  document.documentElement.classList.remove('covered');
  document.title = title;
  inert.forEach(each => { each.inert = false; });
  sheet.remove();
  button.closest('details')?.removeAttribute('open');
  (focus?.closest('details.menu')?.querySelector('summary') ?? focus)?.focus();
}

// What is swapped into the page meanwhile may bring a title of its own.
function keepTitle() {
  if (covered && document.title !== TITLE) {
    covered.title = document.title;
    document.title = TITLE;
  }
}
