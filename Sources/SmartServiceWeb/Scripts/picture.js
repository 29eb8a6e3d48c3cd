// A telephone's picture is made smaller before it is sent. Everything works without this file.
"use strict";

(() => {
  const form = document.querySelector("form[data-picture]");
  const field = document.getElementById("picture");
  if (!form || !field || !window.createImageBitmap || !window.DataTransfer) return;

  const smaller = async (file) => {
    const bitmap = await createImageBitmap(file);
    const share = Math.min(1, Number(form.dataset.side) / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(bitmap.width * share));
    canvas.height = Math.max(1, Math.round(bitmap.height * share));
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    return blob && new File([blob], "picture.jpg", { type: "image/jpeg" });
  };

  field.addEventListener("change", async () => {
    const file = field.files[0];
    if (!file || file.size <= Number(form.dataset.limit)) return;
    try {
      const made = await smaller(file);
      if (!made || field.files[0] !== file) return;
      const files = new DataTransfer();
      files.items.add(made);
      field.files = files.files;
    } catch {
      // The shop says what is wrong with the file.
    }
  });
})();
