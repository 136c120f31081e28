// Run by itself, in whatever has a console or a page to post to: tells the fingerprints as JSON.
import { fingerprints } from './golden';

fingerprints().then((result) => {
  if (typeof process === 'object') console.log(JSON.stringify(result));
  else postMessage(result);
});
