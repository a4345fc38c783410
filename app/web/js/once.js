// A form that is on its way is not sent a second time; the button says what it is busy with.

document.addEventListener('submit', event => {
  const form = event.target;

  if (form.dataset.sent || event.defaultPrevented) {
    event.preventDefault();

    return;
  }

  form.dataset.sent = 'yes';

  if (event.submitter) {
    event.submitter.setAttribute('aria-busy', 'true');
  }
});

// The back button shows the page as it was left: its form may be sent again, which the server recognises.
window.addEventListener('pageshow', () => {
  document.querySelectorAll('form[data-sent]').forEach(form => delete form.dataset.sent);
  document.querySelectorAll('[aria-busy="true"]').forEach(button => button.removeAttribute('aria-busy'));
});
