// Hands are busy: the browser listens and speaks. Everything works without this file.
"use strict";

(() => {
  const Recognition = window.SpeechRecognition || window.webkitSpeechRecognition;
  const button = document.querySelector("[data-voice]");
  const field = document.getElementById("say");
  if (!Recognition || !button || !field) return;

  const form = field.form;
  const state = document.querySelector("[data-voice-state]");
  const text = button.dataset;
  const kept = "service-hands";
  const silences = 3;  // After so many rounds without a word nobody is there any more.
  let silent = 0;
  let recognition = null;

  const show = (words) => { state.textContent = words; };
  const isOn = () => sessionStorage.getItem(kept) === "on";

  const hidden = (name, value) => {
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name, value });
    input.dataset.heard = "";
    form.append(input);
  };

  // All that may have been said goes to the shop: a danger that was heard second counts there.
  const send = (result) => {
    const all = Array.from(result, (one) => ({ said: one.transcript.trim(), sure: one.confidence }))
      .filter((one) => one.said);
    if (!all.length) return false;
    for (const old of form.querySelectorAll("[data-heard]")) old.remove();
    field.value = all[0].said;
    for (const other of all.slice(1, 5)) hidden("alternative", other.said);
    hidden("confidence", String(Math.min(1, Math.max(0, all[0].sure || 0))));
    form.requestSubmit();
    return true;
  };

  const listen = () => {
    if (!isOn() || document.hidden) return;
    recognition = new Recognition();
    recognition.lang = text.language;
    recognition.maxAlternatives = 5;
    let isSent = false;
    recognition.onresult = (event) => {
      const last = event.results[event.results.length - 1];
      if (last.isFinal) isSent = send(last) || isSent;
    };
    recognition.onerror = (event) => {
      if (event.error === "not-allowed" || event.error === "service-not-allowed") {
        stop();
        show(text.refused);
      }
    };
    recognition.onend = () => {
      recognition = null;
      if (isSent || !isOn()) return;
      silent += 1;
      if (silent < silences) return listen();
      stop();
      show(text.silent);
    };
    show(text.listening);
    recognition.start();
  };

  // What was answered is said first; whoever speaks meanwhile is listened to afterwards.
  const speak = (then) => {
    const latest = document.querySelector("#latest[data-spoken]");
    const danger = document.querySelector(".chat-danger");
    const words = danger ? danger.innerText : latest && latest.dataset.spoken;
    if (!words || !window.speechSynthesis) return then();
    const utterance = new SpeechSynthesisUtterance(words);
    utterance.lang = text.language;
    utterance.onend = then;
    utterance.onerror = then;
    speechSynthesis.cancel();
    speechSynthesis.speak(utterance);
  };

  const draw = () => {
    button.setAttribute("aria-pressed", String(isOn()));
    button.textContent = isOn() ? text.stop : text.start;
  };

  const stop = () => {
    sessionStorage.removeItem(kept);
    if (window.speechSynthesis) speechSynthesis.cancel();
    if (recognition) recognition.abort();
    show("");
    draw();
  };

  const start = () => {
    sessionStorage.setItem(kept, "on");
    silent = 0;
    draw();
    listen();
  };

  button.hidden = false;
  button.addEventListener("click", () => (isOn() ? stop() : start()));
  // What is written by hand was not heard.
  field.addEventListener("input", () => {
    for (const old of form.querySelectorAll("[data-heard]")) old.remove();
  });
  draw();
  if (isOn()) speak(listen);
})();
