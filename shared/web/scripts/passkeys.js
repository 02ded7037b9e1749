// Asks the browser's authenticator when a form marked data-passkey is sent, and sends its answer with the form.
// Without passkeys, or without this file, the form stays hidden and whoever reads the page uses a password.
"use strict";

const bytesOf = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

const textOf = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

const asked = (options) => {
  const made = { ...options, challenge: bytesOf(options.challenge) };
  if (options.user) made.user = { ...options.user, id: bytesOf(options.user.id) };
  for (const list of ["excludeCredentials", "allowCredentials"])
    if (options[list]) made[list] = options[list].map((each) => ({ ...each, id: bytesOf(each.id) }));
  return made;
};

const answered = (credential) => {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
    if (credential.response[name]) response[name] = textOf(credential.response[name]);
  return { id: credential.id, rawId: textOf(credential.rawId), type: credential.type, response };
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  const failed = form.querySelector("[data-failed]");
  const section = form.closest("[data-passkeys]");
  if (section) section.hidden = false;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    failed.hidden = true;
    const publicKey = asked(JSON.parse(form.dataset.options));
    try {
      const made = await navigator.credentials[form.dataset.passkey]({ publicKey });
      form.elements.respuesta.value = JSON.stringify(answered(made));
      form.submit();
    } catch {
      failed.hidden = false;
      failed.focus();
    }
  });
}
