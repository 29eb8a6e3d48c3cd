// Everything works without this file; it only saves reloads and double taps.
"use strict";

(() => {
  const wide = matchMedia("(min-width: 64rem)");
  const openFilters = () => {
    if (!wide.matches) return;
    for (const panel of document.querySelectorAll("details[data-wide-open]")) panel.open = true;
  };

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

  let latest = 0;
  const choose = async (link) => {
    const turn = ++latest;
    const hold = link.closest("[data-replace]");
    const answer = await fetch(link.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(hold.id);
    if (turn !== latest) return;
    if (!fresh) throw new Error("the page has another shape");
    hold.replaceWith(fresh);
    history.replaceState(null, "", link.href);
    const target = new URL(link.href).search;
    const same = [...fresh.querySelectorAll("a[data-choose]")].find((each) => each.search === target);
    if (same) same.focus({ preventScroll: true });
  };

  // The page is loaded again once the provider has told the shop of the money; for half an hour.
  const awaitPayment = async (url, looks) => {
    if (looks > 600) return;
    await new Promise((resolve) => setTimeout(resolve, 3000));
    try {
      const answer = document.hidden ? null : await fetch(url, { headers: { Accept: "application/json" } });
      if (answer?.ok && (await answer.json()).payment_status !== "unpaid") return location.reload();
    } catch { /* The next look may find the way again. */ }
    awaitPayment(url, looks + 1);
  };

  document.addEventListener("submit", submitOnce);
  document.addEventListener("submit", leaveOutEmpty);
  addEventListener("pageshow", release);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-choose]");
    if (!link || event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    choose(link).catch(() => location.assign(link.href));
  });
  wide.addEventListener("change", openFilters);
  openFilters();

  const waiting = document.querySelector("[data-awaits-payment]:not([data-awaits-payment=''])");
  if (waiting) awaitPayment(waiting.dataset.awaitsPayment, 0);

  const errors = document.getElementById("errors");
  if (errors) errors.focus();
})();
