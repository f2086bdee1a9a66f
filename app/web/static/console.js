// 職員の机: keys for those who use the list all day. They can be switched off (WCAG 2.1.4), and
// are silent while a Japanese input method composes.

const STORE = 'mg-keys';
const KEYS = [['J', '次の案件'], ['K', '前の案件'], ['Enter', '案件を開く'], ['/', '絞り込みに移る'], ['?', 'この一覧']];
const make = (name, attributes = {}, ...inside) => {
  const element = Object.assign(document.createElement(name), attributes);
  element.append(...inside);
  return element;
};
const read = () => { try { return localStorage.getItem(STORE) !== 'off'; } catch { return true; } };

class Keys extends HTMLElement {
  connectedCallback() {
    this.on = read();
    this.rows = [...document.querySelectorAll('mg-worklist tbody tr')];
    this.here = -1;
    const list = make('ul', {}, ...KEYS.map(([key, what]) => make('li', {}, make('kbd', { textContent: key }), ` ${what}`)));
    this.switch = make('input', { type: 'checkbox', id: 'keys-on', checked: this.on });
    this.switch.addEventListener('change', () => this.keep());
    const choice = make('div', { className: 'mg-choice' }, this.switch, make('label', { htmlFor: 'keys-on', textContent: 'キー操作を使う' }));
    const close = make('button', { className: 'mg-button', textContent: '閉じる' });
    const title = make('h2', { id: 'keys-title', textContent: 'キー操作' });
    this.dialog = make('dialog', { className: 'mg-dialog' }, make('form', { method: 'dialog' }, title, list, choice, close));
    this.dialog.setAttribute('aria-labelledby', 'keys-title');
    const open = make('button', { type: 'button', className: 'mg-link', textContent: 'キー操作' });
    open.addEventListener('click', () => this.dialog.showModal());
    this.append(open, this.dialog);
    document.addEventListener('keydown', (event) => this.press(event));
  }

  keep() {
    this.on = this.switch.checked;
    try { localStorage.setItem(STORE, this.on ? 'on' : 'off'); } catch { /* private mode: for this page only */ }
  }

  press(event) {
    const typing = event.target.closest('input,textarea,select,[contenteditable]');
    const held = event.ctrlKey || event.metaKey || event.altKey;
    if (!this.on || event.isComposing || event.keyCode === 229 || typing || held || this.dialog.open) return;
    const act = {
      j: () => this.go(1), k: () => this.go(-1), Enter: () => this.open(event),
      '/': () => document.getElementById('q')?.focus(), '?': () => this.dialog.showModal(),
    }[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    if (event.key !== 'Enter') event.preventDefault();
    act();
  }

  go(step) {
    if (!this.rows.length) return;
    this.rows[this.here]?.removeAttribute('data-here');
    this.here = Math.min(Math.max(this.here + step, 0), this.rows.length - 1);
    const row = this.rows[this.here];
    row.setAttribute('data-here', '');
    row.querySelector('a').focus();
    row.scrollIntoView({ block: 'nearest' });
  }

  open(event) {
    if (event.target.closest('a,button,summary')) return;
    this.rows[this.here]?.querySelector('a').click();
  }
}
customElements.define('mg-keys', Keys);
