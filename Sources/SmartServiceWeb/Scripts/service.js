// The chat works without this file; it only spares whoever waits for a person from reloading.
"use strict";

(() => {
  const latest = document.getElementById("latest");
  if (latest && location.hash === "#latest") latest.scrollIntoView({ block: "start" });

  // The answer stands there already; whoever asks for a language model's words gets them beside it.
  const wording = document.querySelector("form[data-reword]");
  const reword = async (event) => {
    event.preventDefault();
    wording.hidden = true;
    try {
      const answer = await fetch(wording.action, {
        method: "POST", body: new URLSearchParams(new FormData(wording)),
        credentials: "same-origin",
      });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const next = page.getElementById("latest");
      const known = document.getElementById("latest");
      if (next && known && next.querySelector(".chat-wording")) known.replaceWith(next);
    } catch {
      // The answer in its own words stays.
    }
  };
  if (wording) wording.addEventListener("submit", reword);

  const talk = document.querySelector("#talk[data-refresh]");
  if (!talk) return;

  // Read again every ten seconds while the page is looked at.
  const refresh = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(talk.dataset.refresh, { credentials: "same-origin" });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const next = page.getElementById("talk");
      const known = document.querySelector(".chat-messages");
      const read = next && next.querySelector(".chat-messages");
      if (!read) return;
      const state = next.querySelector(".chat-state");
      const shown = talk.querySelector(".chat-state");
      if (state && shown && shown.firstChild.textContent !== state.firstChild.textContent) {
        shown.textContent = state.firstChild.textContent;
      }
      if (read.textContent !== known.textContent) known.replaceWith(read);
    } catch {
      // The next round may reach the shop again.
    }
  };
  setInterval(refresh, 10_000);
})();
