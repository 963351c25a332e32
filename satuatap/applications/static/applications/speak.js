// Reads a sentence aloud with the browser's own voice, for whoever does not read; without a voice the text is there.

const voice = window.speechSynthesis;

function show() {
  for (const button of document.querySelectorAll("[data-satuatap-speak]")) button.hidden = false;
}

function speak({ target }) {
  const button = target.closest("[data-satuatap-speak]");
  if (!button) return;
  const words = new SpeechSynthesisUtterance(button.dataset.satuatapSpeak);
  words.lang = "id-ID";
  voice.cancel();
  voice.speak(words);
}

if (voice) {
  document.addEventListener("click", speak);
  document.addEventListener("htmx:afterSettle", show);
  show();
}
