// What the shop adds to the script of every page.
(() => {
  const wide = matchMedia("(min-width: 64rem)");
  const openFilters = () => {
    if (!wide.matches) return;
    for (const panel of document.querySelectorAll("details[data-wide-open]")) panel.open = true;
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

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-choose]");
    if (!link || event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    choose(link).catch(() => location.assign(link.href));
  });
  wide.addEventListener("change", openFilters);
  openFilters();

  // Of whoever asked for it, what they look at is told, so that what is proposed follows from it.
  const noted = document.querySelector("[data-note]");
  if (noted) {
    const { note, product, token } = noted.dataset;
    const body = new URLSearchParams({ product, form_token: token });
    fetch(note, { method: "POST", body, keepalive: true }).catch(() => {});
  }

  // By which channel somebody came, where the link says it.
  const arrival = document.querySelector("[data-arrival]");
  const link = new URLSearchParams(location.search);
  if (arrival && ["channel", "utm_source"].some((name) => link.get(name))) {
    const body = new URLSearchParams({ form_token: arrival.dataset.token });
    for (const name of ["channel", "utm_source", "utm_medium"]) body.set(name, link.get(name) ?? "");
    fetch(arrival.dataset.arrival, { method: "POST", body, keepalive: true }).catch(() => {});
  }

  // And which rows came into sight, each once, so that it is known what a proposal brings.
  const rows = document.querySelectorAll("[data-seen]");
  if (rows.length > 0 && "IntersectionObserver" in window) {
    const watch = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        watch.unobserve(target);
        const { seen, shown, token } = target.dataset;
        const body = new URLSearchParams({ shown, form_token: token });
        fetch(seen, { method: "POST", body, keepalive: true }).catch(() => {});
      }
    }, { threshold: 0.5 });
    rows.forEach((row) => watch.observe(row));
  }

  // Inside WeChat its own bridge asks for the payment; whatever came of it, the page tells.
  document.addEventListener("click", (event) => {
    const values = event.target.closest("[data-wechat-pay]")?.dataset.wechatPay;
    if (!values) return;
    const pay = () => window.WeixinJSBridge.invoke(
      "getBrandWCPayRequest", JSON.parse(values), () => location.reload(),
    );
    if (window.WeixinJSBridge) pay();
    else document.addEventListener("WeixinJSBridgeReady", pay, { once: true });
  });

  const waiting = document.querySelector("[data-awaits-payment]:not([data-awaits-payment=''])");
  if (waiting) awaitPayment(waiting.dataset.awaitsPayment, 0);
})();
