// Makes a page kinder under the hand: errors first, one submit, keys, quick exit. All works without it.

const find = (selector, root = document) => root.querySelector(selector);
const listen = document.addEventListener.bind(document);
const showErrors = (root) => find("[data-satuatap-errors]", root)?.focus();

// The second press sends nothing.
const sent = new Map();

function once(event) {
  const form = event.target;
  if (!form.matches("[data-satuatap-once]")) return;
  if (sent.has(form)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  const { submitter } = event;
  sent.set(form, submitter);
  submitter?.setAttribute("aria-disabled", "true");
  setTimeout(release, 30000, form); // no answer: may be sent again
}

function release(form) {
  sent.get(form)?.removeAttribute("aria-disabled");
  sent.delete(form);
}

const releaseAll = () => sent.forEach((_, form) => release(form));

// Quick exit: gone at once, and the way back does not lead here.
let escapes = [];

function leave(link) {
  document.body.hidden = true;
  document.title = "…";
  location.replace(link.href);
}

function escaped() {
  const link = find("[data-satuatap-exit]");
  escapes = [...escapes.slice(-2), Date.now()];
  if (link && escapes[2] - escapes[0] < 2000) leave(link);
}

// Single keys, to be switched off under "?" (WCAG 2.1.4).
const OFF = "satuatap-keys-off";
const areOff = () => localStorage[OFF] === "true";
const make = (name, ...children) => {
  const element = document.createElement(name);
  element.append(...children);
  return element;
};
const nameOf = (element) => element.ariaLabel || (element.labels?.[0] ?? element).textContent.trim();

function openKeys() {
  const dialog = find("[data-satuatap-keys]");
  if (!dialog || dialog.open) return;
  const rows = [...document.querySelectorAll("[data-satuatap-key]")].map((element) =>
    make("li", make("kbd", element.dataset.satuatapKey), nameOf(element)));
  find("[data-satuatap-keys-list]", dialog).replaceChildren(...rows);
  find("[data-satuatap-keys-none]", dialog).hidden = rows.length > 0;
  find("[data-satuatap-keys-off]", dialog).checked = areOff();
  dialog.showModal();
}

function pressed(event) {
  if (event.key === "Escape") return escaped();
  if (event.ctrlKey || event.altKey || event.metaKey || areOff()) return;
  if (event.target.closest("input, textarea, select, dialog")) return;
  if (event.key === "?") return openKeys();
  const element = find(`[data-satuatap-key="${CSS.escape(event.key)}"]`);
  if (!element) return;
  event.preventDefault();
  element.focus();
  if (!element.matches("input, textarea, select")) element.click();
}

function clicked(event) {
  const { target } = event;
  if (target.closest("[data-satuatap-keys-open]")) openKeys();
  if (target.closest("[data-satuatap-print]")) print();
  const link = target.closest("[data-satuatap-exit]");
  if (!link) return;
  event.preventDefault();
  leave(link);
}

function changed({ target }) {
  if ("satuatapKeysOff" in target.dataset) localStorage[OFF] = target.checked;
}

// htmx: a refusal or an outage is a whole page.
function showPage({ detail }) {
  const page = new DOMParser().parseFromString(detail.xhr.responseText, "text/html");
  document.title = page.title;
  document.documentElement.className = page.documentElement.className;
  document.body.replaceWith(page.body);
  htmx.process(document.body);
  scrollTo(0, 0);
  find("#isi")?.focus();
  prepare();
}

function sayOffline(lost) {
  find("[data-satuatap-offline]")?.toggleAttribute("hidden", !lost);
  releaseAll();
}

function prepare() {
  find("[data-satuatap-keys-open]")?.removeAttribute("hidden");
  releaseAll();
}

listen("submit", once, true);
listen("keydown", pressed);
listen("click", clicked);
listen("change", changed);
listen("htmx:afterSettle", ({ target }) => showErrors(target));
listen("htmx:afterOnLoad", () => sayOffline(false));
listen("htmx:responseError", showPage);
listen("htmx:sendError", () => sayOffline(true));
addEventListener("pageshow", prepare);
prepare();
showErrors(document);
