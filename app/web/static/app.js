// What the pages do better with JavaScript. Everything works without it: each element here only
// shortens a way that the server offers as well.

const plain = (text) => text.normalize('NFKC').replace(/\s/g, '');
const make = (name, attributes = {}, ...inside) => {
  const element = Object.assign(document.createElement(name), attributes);
  element.append(...inside);
  return element;
};

// 和暦: the first day of each era. Meiji begins where the solar calendar does, on 1 January 1873.
const ERAS = [
  ['R', '令和', 2018, Date.UTC(2019, 4, 1)],
  ['H', '平成', 1988, Date.UTC(1989, 0, 8)],
  ['S', '昭和', 1925, Date.UTC(1926, 11, 25)],
  ['T', '大正', 1911, Date.UTC(1912, 6, 30)],
  ['M', '明治', 1867, Date.UTC(1873, 0, 1)],
];
const WEEKDAYS = '日月火水木金土';
const eraOf = (at) => ERAS.find((each) => at >= each[3]);

function sayDate(era, year, month, day) {
  const written = /^([RHSTM]|令和|平成|昭和|大正|明治)?(元|\d{1,4})年?$/i.exec(year);
  if (!written) return '年は数字で入力してください。';
  const code = (written[1] || era).toUpperCase();
  const chosen = ERAS.find((each) => each[0] === code || each[1] === code);
  const count = written[2] === '元' ? 1 : Number(written[2]);
  const western = count + (chosen ? chosen[2] : 0);
  const first = new Date(Date.UTC(western, month - 1, day || 1));
  const last = day ? first : new Date(Date.UTC(western, month, 0));
  if (western < 1873 || first.getUTCMonth() !== month - 1 || (day && first.getUTCDate() !== day)) {
    return 'この日はありません。年・月・日を確かめてください。';
  }
  const tail = `${month}月${day ? `${day}日` : ''}`;
  if (chosen && chosen !== eraOf(first) && chosen !== eraOf(last)) {
    return `${chosen[1]}${written[2]}年${tail}はありません。元号を確かめてください。`;
  }
  const [, name, before] = chosen || eraOf(last);
  const weekday = day ? `（${WEEKDAYS[first.getUTCDay()]}）` : '';
  return `${name}${western - before === 1 ? '元' : western - before}年${tail}${weekday}・西暦${western}年`;
}

customElements.define('mg-era-date', class extends HTMLElement {
  connectedCallback() {
    this.addEventListener('change', () => {
      const [era, ...parts] = [...this.querySelectorAll('select,input')].map((each) => plain(each.value));
      const whole = parts.length > 1 && parts.every(Boolean) && parts.slice(1).every((each) => /^\d+$/.test(each));
      const echo = this.querySelector('.mg-echo');
      if (echo) echo.textContent = whole ? sayDate(era, parts[0], Number(parts[1]), parts[2] && Number(parts[2])) : '';
    });
  }
});

customElements.define('mg-postal', class extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector('button[value^="postal:"]');
    this.path = button.value.slice(7);
    button.addEventListener('click', (event) => { event.preventDefault(); this.look(); });
  }

  input(part) { return document.getElementById(`${this.path}.${part}`); }

  say(text) { this.querySelector('[role=status]').textContent = text; }

  async look() {
    const code = plain(this.input('postal_code').value).replace(/\D/g, '');
    const box = this.querySelector('.mg-candidates');
    box.replaceChildren();
    if (code.length !== 7) return this.say('郵便番号は7けたの数字で入力してください。');
    this.say('調べています…');
    const answer = await fetch(`/postal/${code}`).catch(() => null);
    const towns = answer?.ok ? await answer.json() : [];
    if (!towns.length) return this.say('見つかりませんでした。住所を入力してください。');
    if (towns.length === 1) return this.fill(towns[0]);
    this.say(`この郵便番号には町が${towns.length}あります。選んでください。`);
    const rows = towns.map((town, n) => {
      const id = `${this.path}.candidate-${n}`;
      const radio = make('input', { type: 'radio', id, name: `${this.path}.candidate` });
      radio.addEventListener('change', () => this.fill(town));
      return make('div', { className: 'mg-choice' }, radio,
        make('label', { htmlFor: id, textContent: town.city + town.town }));
    });
    box.append(make('fieldset', { className: 'mg-candidates__box' },
      make('legend', { className: 'mg-sublabel', textContent: '町を選んでください' }),
      make('div', { className: 'mg-choices' }, ...rows)));
  }

  fill(town) {
    const before = this.input('city').value + this.input('town').value;
    for (const part of ['prefecture', 'city', 'town', 'building']) {
      if (town[part]) this.input(part).value = town[part];
    }
    const whole = town.prefecture + town.city + town.town;
    this.say(`「${whole}」を入れました。${before && before !== town.city + town.town ? '前の住所は書きかえました。' : ''}番地まで確かめてください。`);
    this.input('town').focus();
  }
});

// Sends the whole form as the button does, and takes the new list of files out of the answer.
customElements.define('mg-upload', class extends HTMLElement {
  connectedCallback() {
    const input = this.querySelector('input[type=file]');
    const button = this.querySelector('button[value^="upload:"]');
    if (!input) return;
    button.hidden = true;
    input.addEventListener('change', () => input.files.length && this.send(input, button));
  }

  send(input, button) {
    const status = this.querySelector('[role=status]');
    const bar = make('progress', { max: 1, value: 0, ariaLabel: '送信の進みぐあい' });
    const body = new FormData(input.form);
    body.append('_action', button.value);
    const request = new XMLHttpRequest();
    status.replaceChildren(`${input.files.length}つのファイルを送っています `, bar);
    request.upload.onprogress = (event) => { if (event.lengthComputable) bar.value = event.loaded / event.total; };
    request.onloadend = () => {
      const page = new DOMParser().parseFromString(request.responseText, 'text/html');
      const fresh = page.getElementById(`${input.id}-field`);
      if (!fresh) {
        status.textContent = '送れませんでした。通信を確かめて、もう一度選んでください。';
        button.hidden = false;
        return;
      }
      this.closest('.mg-field').replaceWith(fresh);
      fresh.querySelector('[role=status]').textContent = fresh.querySelector('.mg-error') ? '' : '送りました。';
      fresh.querySelector('input[type=file]')?.focus();
    };
    request.open('POST', location.href);
    request.send(body);
  }
});

// Asks again until a payment is no longer being checked.
customElements.define('mg-watch', class extends HTMLElement {
  connectedCallback() {
    const every = Number(this.dataset.every);
    if (every) this.timer = setInterval(() => this.look(), every * 1000);
  }

  disconnectedCallback() { clearInterval(this.timer); }

  async look() {
    const answer = await fetch(location.href).catch(() => null);
    if (!answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const fresh = page.querySelector('mg-watch');
    if (!fresh || fresh.dataset.state !== this.dataset.state) location.reload();
  }
});

// 入力の誤り: focus the summary; its links go to the first box of a question that has several.
const summary = document.getElementById('errors');
summary?.focus();
summary?.addEventListener('click', (event) => {
  const link = event.target.closest('a[href^="#"]');
  const target = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!target) return;
  event.preventDefault();
  const box = target.matches('fieldset')
    ? target.querySelector('[aria-invalid=true],input:not([type=hidden]),select') : target;
  target.closest('.mg-field,.mg-part')?.scrollIntoView();
  (box || target).focus({ preventScroll: true });
});

// 一度だけ送る: a second press does nothing, and the button says what goes on.
for (const form of document.querySelectorAll('form[data-once]')) {
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = 'yes';
    const button = event.submitter;
    button?.setAttribute('aria-disabled', 'true');
    const status = form.querySelector('#once') || form.appendChild(make('p', { className: 'mg-echo', role: 'status' }));
    status.textContent = form.dataset.once;
  });
}
addEventListener('pageshow', (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll('form[data-sent]')) {
    delete form.dataset.sent;
    form.querySelector('[aria-disabled]')?.removeAttribute('aria-disabled');
  }
});

// 書きかけ: keep it in the background where the page allows, else warn before it is lost.
for (const form of document.querySelectorAll('form[data-unsaved]')) {
  let changed = false;
  let timer;
  const keep = async () => {
    const body = new FormData(form);
    for (const each of form.querySelectorAll('input[type=file]')) body.delete(each.name);
    body.append('_action', 'autosave');
    const answer = await fetch(location.href, { method: 'POST', body }).catch(() => null);
    const at = new Date().toLocaleTimeString('ja-JP', { hour: 'numeric', minute: '2-digit' });
    changed = !answer?.ok;
    document.getElementById('saved').textContent = answer?.ok
      ? `下書きを保存しました（${at}）。` : '下書きを保存できませんでした。通信を確かめてください。';
  };
  form.addEventListener('input', (event) => {
    changed = event.target.type !== 'file' || changed;
    clearTimeout(timer);
    if ('autosave' in form.dataset) timer = setTimeout(keep, 1500);
  });
  form.addEventListener('submit', () => { changed = false; clearTimeout(timer); });
  addEventListener('beforeunload', (event) => { if (changed) event.preventDefault(); });
}
