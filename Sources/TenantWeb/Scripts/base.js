// Everything works without this file; it only saves reloads and double taps.
"use strict";

(() => {
  const release = () => {
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      form.removeAttribute("aria-busy");
    }
  };

  // A second submit of the same form is dropped; the server would answer it with the same result.
  const submitOnce = (event) => {
    const form = event.target;
    if (!form.matches("form[data-once]")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "true";
    form.setAttribute("aria-busy", "true");
  };

  // Fields that say nothing stay out of the address of a search.
  const leaveOutEmpty = (event) => {
    if (event.target.method !== "get") return;
    for (const field of event.target.elements) {
      if (field.name && !field.value) {
        field.disabled = true;
        setTimeout(() => { field.disabled = false; });
      }
    }
  };

  document.addEventListener("submit", submitOnce);
  document.addEventListener("submit", leaveOutEmpty);
  addEventListener("pageshow", release);

  const errors = document.getElementById("errors");
  if (errors) errors.focus();
})();
