// Sounds when another number is called. Browsers play only after a press: the button asks for it.

const chime = document.querySelector("[data-satuatap-chime]");
const button = document.querySelector("[data-satuatap-sound]");
const called = () => document.querySelector("[data-satuatap-call]")?.dataset.satuatapCall;
let last = called();

const play = () => chime.play().then(() => { button.hidden = true; }, () => { button.hidden = false; });

document.addEventListener("htmx:afterSwap", () => {
  const now = called();
  if (now && now !== last) play();
  last = now;
});
button.addEventListener("click", play);
button.hidden = false;
