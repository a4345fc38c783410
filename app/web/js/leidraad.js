// Loaded by every page. Nothing here is needed to do one's work: each page is whole without it.
import 'htmx.org';

import './privacy.js';
import './draft.js';
import './live.js';
import './once.js';
import './waiting.js';
import './copy.js';
import './search.js';
import './people.js';
