// スタジオ: an editor in place of the plain text area, which says what is wrong while one writes.
// Everything is kept by itself a moment after the last key; without JavaScript, by the button.

const main = document.getElementById('main');
const form = document.getElementById('manuscript');
const area = document.getElementById('text');
const holder = document.getElementById('editor');
const kept = document.getElementById('kept');
const home = main.dataset.home;
const file = form.elements.file.value;

const make = (name, attributes = {}, ...inside) => {
  const element = Object.assign(document.createElement(name), attributes);
  element.append(...inside);
  return element;
};

const cm = await import(main.dataset.codemirror);
let view;
let told = [];
let waiting;
let busy = false;
let again = false;

function marks(doc) {
  return told.filter((each) => each.file.endsWith(file) && each.line > 0 && each.line <= doc.lines).map((each) => {
    const line = doc.line(each.line);
    const from = Math.min(line.from + Math.max(each.column - 1, 0), line.to);
    const to = Math.min(from + Math.max(each.width, 1), line.to);
    return {from, to: Math.max(to, from), severity: each.severity, source: each.code,
      message: each.hint ? `${each.message}\n${each.hint}` : each.message};
  });
}

function showFindings(findings) {
  const list = document.getElementById('findings');
  if (!findings.length) {
    list.replaceChildren(make('p', {textContent: '直すところはありません。'}));
    return;
  }
  list.replaceChildren(make('ul', {className: 'mg-findings'}, ...findings.map((each) => {
    const where = each.line ? `${each.file} ${each.line}行目` : each.file;
    const item = make('li', {className: `mg-findings__${each.severity}`},
      make('b', {textContent: each.severity === 'error' ? 'エラー' : '注意'}), ' ',
      make('a', {href: each.url, textContent: each.code, target: '_blank', rel: 'noopener'}), ' ');
    if (each.file.endsWith(file) && each.line) {
      const go = make('button', {type: 'button', className: 'mg-link', textContent: where});
      go.addEventListener('click', () => goTo(each.line, each.column));
      item.append(go);
    } else {
      item.append(where);
    }
    item.append(make('p', {textContent: each.message}));
    if (each.hint) item.append(make('p', {className: 'mg-hint', textContent: each.hint}));
    return item;
  })));
}

function showScenarios(scenarios, covered) {
  const lines = scenarios.map((each) => {
    const item = make('li', {className: `mg-findings__${each.faults.length ? 'error' : 'good'}`,
      textContent: `${each.faults.length ? '✗' : '✓'} ${each.name}`});
    if (each.faults.length) item.append(make('ul', {}, ...each.faults.map((fault) => make('li', {textContent: fault}))));
    return item;
  });
  document.getElementById('scenarios').replaceChildren(
    make('ul', {className: 'mg-findings'}, ...lines),
    make('ul', {className: 'mg-hint'}, ...covered.map((each) => make('li', {textContent: each}))));
}

function goTo(number, column) {
  const line = view.state.doc.line(number);
  const at = Math.min(line.from + Math.max(column - 1, 0), line.to);
  view.dispatch({selection: {anchor: at}, scrollIntoView: true});
  view.focus();
}

function show(answer) {
  told = answer.findings;
  view.dispatch(cm.setDiagnostics(view.state, marks(view.state.doc)));
  showFindings(answer.findings);
  showScenarios(answer.scenarios, answer.covered);
  document.querySelector('[data-changes]').textContent = answer.changes;
  const ready = document.querySelector('[data-ready]');
  ready.replaceChildren(make('span', {className: `mg-tag mg-tag--${answer.ready ? 'good' : 'warn'}`,
    textContent: answer.ready ? '提案できます' : '直すところがあります'}));
  if (answer.picture) {
    const drawn = new DOMParser().parseFromString(answer.picture, 'image/svg+xml').documentElement;
    document.getElementById('flow').replaceChildren(document.importNode(drawn, true));
  }
  const frame = document.querySelector('iframe[name="stage"]');
  frame.contentWindow.location.reload();
}

async function keep() {
  if (busy) {
    again = true;
    return;
  }
  busy = true;
  area.value = view.state.doc.toString();
  try {
    const answer = await fetch(`${home}/keep`, {method: 'POST', body: new FormData(form)});
    const body = await answer.json();
    if (answer.ok) {
      form.elements.revision.value = body.revision;
      form.dispatchEvent(new Event('mg-kept', {bubbles: true}));
      kept.textContent = `保存しました（${new Date().toLocaleTimeString('ja-JP')}）。`;
      show(body);
    } else {
      kept.textContent = `${body.detail} ${body.hint || ''}`;
    }
  } catch {
    kept.textContent = '保存できませんでした。つながりしだい、もう一度保存します。';
    again = true;
    setTimeout(() => keep(), 3000);
  }
  busy = false;
  if (again) {
    again = false;
    later();
  }
}

function later() {
  clearTimeout(waiting);
  kept.textContent = '書いています…';
  waiting = setTimeout(keep, 700);
}

const words = {
  'Go to line': '行へ移動', 'go': '移動', 'Find': '検索', 'Replace': '置換', 'next': '次', 'previous': '前',
  'all': 'すべて', 'match case': '大文字と小文字を区別', 'regexp': '正規表現', 'by word': '単語ごと',
  'replace': '置換', 'replace all': 'すべて置換', 'close': '閉じる', 'Diagnostics': '指摘', 'No diagnostics': '指摘はありません',
  'Fold line': 'たたむ', 'Unfold line': 'ひらく',
};

const keys = [...new Set([...area.value.matchAll(/^\s*(?:- )?([a-z_]+):/gm)].map((each) => each[1]))];
const complete = async (context) => {
  const word = context.matchBefore(/[a-z_.]+/);
  if (!word && !context.explicit) return null;
  return {from: word ? word.from : context.pos, options: (await known()).map((label) => ({label, type: 'property'}))};
};
let names;
async function known() {
  if (!names) {
    try {
      const found = await (await fetch(`${home}/words`)).json();
      names = [...new Set([...found, ...keys])];
    } catch {
      names = keys;
    }
  }
  return names;
}

function open() {
  const root = holder.attachShadow({mode: 'open'});
  const writes = !area.readOnly;
  view = new cm.EditorView({
    parent: root,
    root,
    state: cm.EditorState.create({
      doc: area.value,
      extensions: [
        cm.lineNumbers(), cm.highlightActiveLine(), cm.highlightActiveLineGutter(), cm.drawSelection(), cm.foldGutter(),
        cm.highlightSpecialChars(), cm.history(), cm.bracketMatching(), cm.closeBrackets(), cm.highlightSelectionMatches(),
        cm.indentUnit.of('  '), cm.yaml(), cm.lintGutter(), cm.search({top: true}),
        cm.autocompletion({override: [complete]}),
        cm.EditorState.phrases.of(words),
        cm.EditorState.readOnly.of(!writes),
        cm.EditorView.contentAttributes.of({'aria-label': `${file} の原稿`, tabindex: '0'}),
        cm.syntaxHighlighting(cm.HighlightStyle.define([
          {tag: cm.tags.propertyName, color: '#00508f'}, {tag: cm.tags.definition(cm.tags.propertyName), color: '#00508f'},
          {tag: cm.tags.comment, color: '#4d6b52'}, {tag: cm.tags.string, color: '#8a2600'},
          {tag: cm.tags.number, color: '#6b2fa0'}, {tag: cm.tags.keyword, color: '#6b2fa0'},
        ])),
        cm.EditorView.theme({'&': {fontSize: '14px'}, '.cm-scroller': {maxHeight: '44rem', minHeight: '20rem', lineHeight: '1.6',
          fontFamily: "'BIZ UDGothic', 'Noto Sans Mono CJK JP', monospace"}, '&.cm-focused': {outline: '3px solid #0877d7', outlineOffset: '-3px'}}),
        cm.keymap.of([
          {key: 'Mod-s', run: () => { clearTimeout(waiting); keep(); return true; }},
          ...cm.closeBracketsKeymap, ...cm.searchKeymap, ...cm.lintKeymap, ...cm.completionKeymap, ...cm.foldKeymap,
          ...cm.historyKeymap, ...cm.defaultKeymap, cm.indentWithTab,
        ]),
        cm.EditorView.updateListener.of((update) => { if (update.docChanged && writes) later(); }),
      ],
    }),
  });
  area.hidden = true;
  holder.hidden = false;
  told = [...document.querySelectorAll('#findings li')].map((each) => ({
    file: each.dataset.file, line: Number(each.dataset.line), column: 1, width: 200,
    severity: each.className.endsWith('error') ? 'error' : 'warning', code: each.querySelector('a').textContent,
    message: each.querySelector('p').textContent, hint: '',
  }));
  view.dispatch(cm.setDiagnostics(view.state, marks(view.state.doc)));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    keep();
  });
}

const stage = document.querySelector('.mg-studio__choose');
stage.addEventListener('change', (event) => {
  if (event.target.id === 'width') {
    document.querySelector('.mg-studio__frame').dataset.width = event.target.value;
  } else {
    stage.requestSubmit();
  }
});
document.querySelectorAll('[data-confirm]').forEach((button) => button.addEventListener('click', (event) => {
  if (!confirm(button.dataset.confirm)) event.preventDefault();
}));
open();
