// Pages of those who keep a school: a list that narrows while one types, a file on its way, a deed that takes a while.

document.querySelectorAll('form[data-filter]').forEach(form => {
  const table = document.getElementById(form.dataset.filter);
  const field = form.querySelector('input[type="search"]');
  const found = document.getElementById('found');
  const none = document.getElementById('none');

  if (!table || !field) {
    return;
  }

  const rows = [ ...table.tBodies[0].rows ];

  // As app/domain/searching.py compares: without capitals, accents, apostrophes and the many kinds of hyphen.
  const alike = { ı: 'i', ø: 'o', ł: 'l', đ: 'd', æ: 'ae', œ: 'oe' };
  const plain = text => text.normalize('NFKD').toLowerCase().replace(/[\p{M}'’‘ʼ`´]/gu, '').replace(/[‐‑–]/g, '-')
    .replace(/[ıøłđæœ]/g, letter => alike[letter]);
  const texts = rows.map(row => plain(row.textContent));

  form.querySelector('button').hidden = true;
  form.addEventListener('submit', event => event.preventDefault());
  field.addEventListener('input', () => {
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    let count = 0;

    rows.forEach((row, index) => {
      row.hidden = !words.every(word => texts[index].includes(word));
      count += row.hidden ? 0 : 1;
    });
    found.textContent = `${count} ${count === 1 ? found.dataset.one : found.dataset.many}`;
    table.parentElement.hidden = count === 0;
    none.hidden = count > 0;
  });
});

// What the answer shows is the page that a form without scripts would have led to.
document.querySelectorAll('form[data-uploads]').forEach(form => {
  const sending = form.querySelector('.sending');
  const bar = sending.querySelector('progress');
  const said = sending.querySelector('[role="status"]');

  form.addEventListener('submit', event => {
    if (!form.querySelector('input[type="file"]').files.length) {
      return;
    }

    event.preventDefault();

    const request = new XMLHttpRequest();
    const button = form.querySelector('button');

    const over = text => {
      said.textContent = text;
      button.disabled = false;
      delete form.dataset.sent;
    };

    sending.hidden = false;
    button.disabled = true;
    said.textContent = said.dataset.sending;
    request.upload.addEventListener('progress', at => { bar.value = 100 * at.loaded / at.total; });
    request.upload.addEventListener('load', () => {
      bar.removeAttribute('value');
      said.textContent = said.dataset.reading;
    });
    request.addEventListener('error', () => over(said.dataset.away));
    request.addEventListener('load', () => {
      if (request.status < 300) {
        location.assign(request.responseURL);

        return;
      }

      const page = new DOMParser().parseFromString(request.responseText, 'text/html');

      document.querySelector('main').replaceWith(page.querySelector('main'));
      document.querySelector('[data-focus-first]')?.focus();
    });
    request.open('POST', form.action);
    request.send(new FormData(form));
  });
});
