// Sounds when another number is called. Browsers play only after a press: the button asks for it.

const chime = document.querySelector("[data-satuatap-chime]");
const button = document.querySelector("[data-satuatap-sound]");
const called = () => [...document.querySelectorAll("[data-satuatap-call]")].map((one) => one.dataset.satuatapCall);
const heard = new Set(called());

const play = () => chime.play().then(() => { button.hidden = true; }, () => { button.hidden = false; });

document.addEventListener("htmx:afterSwap", () => {
  const fresh = called().filter((call) => !heard.has(call));
  fresh.forEach((call) => heard.add(call));
  if (fresh.length) play();
});
button.addEventListener("click", play);
button.hidden = false;
