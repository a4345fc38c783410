// What takes its time to come: the link to it, or the form that asks for it, says so in the words of its `data-busy`, and
// no longer when somebody comes back to it. Without scripts a link is a link and a form is a form.

document.querySelectorAll('a[data-busy]').forEach(link => {
  const around = link.closest('li');
  const said = status('span');

  if (around) {
    around.append(said);
  } else {
    link.after(' ', said);
  }

  link.addEventListener('click', event => {
    if (!event.defaultPrevented && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      link.setAttribute('aria-busy', 'true');
      said.textContent = link.dataset.busy;
    }
  });
});

document.querySelectorAll('form[data-busy]').forEach(form => {
  const said = status('p');

  form.append(said);
  form.addEventListener('submit', event => {
    if (!event.defaultPrevented) {
      said.textContent = form.dataset.busy;
    }
  });
});

// once.js does the same for what it set on a button.
window.addEventListener('pageshow', () => {
  document.querySelectorAll('.busy').forEach(said => said.replaceChildren());
});

function status(kind) {
  const said = document.createElement(kind);

  said.className = 'busy small';
  said.setAttribute('role', 'status');

  return said;
}
