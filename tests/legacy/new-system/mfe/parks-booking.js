// Micro-frontend of the park booking system, in plain JavaScript with Preact: nothing of it is built with the portal.
import { Component, h, render } from './preact.js';

const origin = new URL(import.meta.url).origin;

const texts = {
  ar: {
    lead: 'اختر مرفقاً لترى تفاصيله.',
    places: (n) => `السعة بالأشخاص: ${n}`,
    choose: 'اختيار',
    chosen: 'تم الاختيار',
    waiting: 'جارٍ تحميل المرافق…',
    failed: 'تعذّر تحميل المرافق. حاول بعد قليل.',
  },
  en: {
    lead: 'Choose a facility to see its details.',
    places: (n) => `Holds ${n} people`,
    choose: 'Choose',
    chosen: 'Chosen',
    waiting: 'Loading facilities…',
    failed: 'The facilities could not be loaded. Try again soon.',
  },
};

class ParksBooking extends Component {
  state = { facilities: null, failed: false, chosen: null };

  componentDidMount() {
    this.abort = new AbortController();
    fetch(`${origin}/api/facilities`, { signal: this.abort.signal })
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status)))))
      .then((facilities) => this.setState({ facilities }))
      .catch((error) => error.name === 'AbortError' || this.setState({ failed: true }));
  }

  componentWillUnmount() {
    this.abort.abort();
  }

  render({ language }, { facilities, failed, chosen }) {
    const text = texts[language];
    if (failed) return h('p', { role: 'alert' }, text.failed);
    if (!facilities) return h('p', { role: 'status' }, text.waiting);
    return [
      h('p', null, text.lead),
      h(
        'ul',
        null,
        facilities.map((one) => this.facility(one, language, text, chosen === one.id)),
      ),
    ];
  }

  facility(one, language, text, chosen) {
    return h('li', { key: one.id }, [
      h('h2', null, one.name[language]),
      h('p', null, one.park[language]),
      h('p', null, text.places(one.places)),
      h(
        'button',
        {
          type: 'button',
          'aria-pressed': String(chosen),
          'aria-label': `${chosen ? text.chosen : text.choose}: ${one.name[language]}`,
          onClick: () => this.setState({ chosen: one.id }),
        },
        chosen ? text.chosen : text.choose,
      ),
    ]);
  }
}

let styleSheet;

export async function bootstrap() {
  styleSheet = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: `${origin}/parks-booking.css`, crossOrigin: 'anonymous' });
}

export async function mount({ domElement, language }) {
  document.head.append(styleSheet);
  const root = Object.assign(document.createElement('div'), { className: 'parks-booking' });
  domElement.replaceChildren(root);
  render(h(ParksBooking, { language: language === 'en' ? 'en' : 'ar' }), root);
}

export async function unmount({ domElement }) {
  const root = domElement.querySelector('.parks-booking');
  if (root) render(null, root);
  domElement.replaceChildren();
  styleSheet.remove();
}
