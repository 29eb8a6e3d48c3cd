// Counts that an entry was read for ten seconds, or that its film or broadcast was opened; nothing else is sent.
"use strict";

(() => {
  const form = document.querySelector("form[data-read]");
  if (!form) return;
  const told = new Set();
  const tell = (kind) => {
    if (told.has(kind)) return;
    told.add(kind);
    const fields = new URLSearchParams(new FormData(form));
    fields.set("kind", kind);
    fetch(form.action, { method: "POST", body: fields, credentials: "same-origin", keepalive: true })
      .catch(() => told.delete(kind));
  };
  let seconds = 0;
  const clock = setInterval(() => {
    if (document.hidden) return;
    seconds += 1;
    if (seconds < 10) return;
    clearInterval(clock);
    tell("article");
  }, 1000);
  for (const link of document.querySelectorAll("a[data-use]")) {
    link.addEventListener("click", () => tell(link.dataset.use));
  }
})();
