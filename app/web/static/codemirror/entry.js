// What the studio's editor needs of CodeMirror. To bundle it anew:
//   npm install codemirror @codemirror/lang-yaml esbuild
//   npx esbuild entry.js --bundle --format=esm --minify --legal-comments=none --target=es2022 --outfile=../codemirror.js
// then bring VERSION, LICENSE and sha256 up to date.

export {EditorState, StateEffect, StateField, Compartment} from '@codemirror/state';
export {EditorView, keymap, lineNumbers, highlightActiveLine, highlightActiveLineGutter, drawSelection, highlightSpecialChars, rectangularSelection, tooltips, hoverTooltip} from '@codemirror/view';
export {defaultKeymap, history, historyKeymap, indentWithTab} from '@codemirror/commands';
export {indentUnit, syntaxHighlighting, HighlightStyle, foldGutter, foldKeymap, syntaxTree, bracketMatching} from '@codemirror/language';
export {yaml, yamlLanguage} from '@codemirror/lang-yaml';
export {linter, lintGutter, lintKeymap, setDiagnostics, openLintPanel, nextDiagnostic} from '@codemirror/lint';
export {autocompletion, completionKeymap, closeBrackets, closeBracketsKeymap} from '@codemirror/autocomplete';
export {search, searchKeymap, highlightSelectionMatches} from '@codemirror/search';
export {tags} from '@lezer/highlight';
