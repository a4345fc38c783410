// A page that is open hears that something changed. <… data-live="address of events">: a list fetches itself anew
// (data-live-list), all else says its `data-said`. The streams are short; the browser comes back by itself.
import htmx from 'htmx.org';

const place = document.querySelector('[data-live]');

if (place && 'EventSource' in window) {
  let source = null;
  let known = new URL(place.dataset.live, location).searchParams.get('sinds');

  const open = () => {
    const address = new URL(place.dataset.live, location);

    address.searchParams.set('sinds', known);
    source = new EventSource(address);
    source.addEventListener('changed', async event => {
      known = event.lastEventId;

      if ('liveList' in place.dataset) {
        await refresh(place);
      } else {
        place.textContent = place.dataset.said;
      }
    });
  };

  const close = () => {
    source?.close();
    source = null;
  };

  // Who does not look at the page need not keep the server busy.
  document.addEventListener('visibilitychange', () => {
    close();

    if (!document.hidden) {
      open();
    }
  });
  window.addEventListener('pagehide', close);
  window.addEventListener('pageshow', event => event.persisted && !source && open());

  if (!document.hidden) {
    open();
  }
}

// Morphing leaves what did not change as it is, so the focus and the place on the page stay; the search field lies outside.
async function refresh(list) {
  const before = shown(list);
  const part = list.firstElementChild;
  const form = list.querySelector('#opnieuw');
  const [ method, address, values ] = form ?
    [ 'POST', form.action, Object.fromEntries(new FormData(form)) ] :
    [ 'GET', part.dataset.fetch, {} ];

  await htmx.ajax(method, address, { target: list, swap: 'innerMorph', values });
  say([ ...shown(list) ].filter(id => !before.has(id)).length);
}

function shown(list) {
  return new Set([ ...list.querySelectorAll('.task-row') ].map(row => row.id));
}

function say(count) {
  const news = document.querySelector('[data-news]');

  news.textContent = count === 1 ? news.dataset.one :
    count ? news.dataset.many.replace('{}', count) : news.dataset.other;
}
