// 試写: reads the page again when the files of the definition were saved.

const shown = document.querySelector('meta[name="mg-preview"]').content;

async function look() {
  try {
    const state = await (await fetch('/preview/state')).json();
    if (String(state.number) !== shown) {
      location.reload();
      return;
    }
  } catch {
    // The preview was stopped, or starts again: keep waiting.
  }
  setTimeout(look, 300);
}

setTimeout(look, 300);
