// The worker that encrypts and decrypts files, with a program and a memory of its own. Every message is answered
// in its turn; buffers are handed over, not copied. The page ends the worker when it has what it wanted.

import start, { Work, words } from "./sealer.js";

const program = start({ module_or_path: new URL("sealer_bg.wasm", import.meta.url) });
let work;
let turn = program;

addEventListener("message", ({ data }) => {
  turn = turn.then(() => answer(data));
  turn.catch(() => {});
});

function answer(question) {
  try {
    const bytes = perform(question);
    postMessage({ bytes: bytes.buffer }, [bytes.buffer]);
  } catch (error) {
    // Of the program's own errors each has a number; anything else ended it.
    postMessage(typeof error === "number" ? { number: error } : { failure: String(error) });
  }
}

function perform({ act, passphrase, random, bytes }) {
  switch (act) {
    case "words":
      return forgetting([random], () => words(random));
    case "seal":
      work = forgetting([passphrase, random], () => Work.seal(passphrase, random));
      return new Uint8Array();
    case "open":
      work = forgetting([passphrase], () => Work.open(passphrase));
      return new Uint8Array();
    case "feed":
      return work.feed(new Uint8Array(bytes));
    case "finish":
      return work.finish();
  }
}

function forgetting(secrets, use) {
  try {
    return use();
  } finally {
    for (const secret of secrets) secret.fill(0);
  }
}

program.catch((error) => postMessage({ missing: String(error) }));
