// Starts the page's program. It stands in a file of its own because the
// content security policy allows no script inside the page.

const SORRY = {
  en: "This page could not start in your browser. A current Firefox, Chrome, Edge or Safari will help, and so may switching off a “lockdown” or “strict security” mode for this site. Nothing has been sent anywhere.",
  de: "Diese Seite konnte in deinem Browser nicht starten. Ein aktueller Firefox, Chrome, Edge oder Safari hilft; vielleicht auch, einen „Blockierungsmodus“ für diese Seite auszuschalten. Es wurde nichts verschickt.",
};

let compiled;
let program;
let rest;

// The program calls this when a person sets out: it then needs its second half,
// which puts its functions into the table of the first.
globalThis.loadRest = () => {
  rest ??= add().catch((error) => {
    rest = undefined;
    throw error;
  });
  return rest;
};

async function add() {
  // What only a saved copy needs to be read; nothing waits for it.
  const style = Object.assign(document.createElement("link"), { rel: "stylesheet" });
  style.href = new URL("viewer.css", import.meta.url);
  document.head.append(style);
  const answer = await fetch(new URL("engine.wasm", import.meta.url));
  if (!answer.ok) throw new Error(`engine.wasm: HTTP status ${answer.status}`);
  const { module } = await WebAssembly.instantiate(await answer.arrayBuffer(), { page: await program });
  // Nothing waits for it, and nothing depends on it.
  rehearse(module).catch(() => {});
}

// Only where what a worker compiled is compiled for the page, too: in Chromium and what is made of it.
async function rehearse(module) {
  if (!navigator.userAgentData) return;
  const worker = new Worker(new URL("rehearsal.js", import.meta.url), { type: "module" });
  worker.postMessage([await compiled, module]);
}

async function compile(address) {
  try {
    return await WebAssembly.compileStreaming(fetch(address));
  } catch {
    // Not every host says what it is.
    return WebAssembly.compile(await (await fetch(address)).arrayBuffer());
  }
}

try {
  compiled = compile(new URL("migrator_bg.wasm", import.meta.url));
  const { default: start } = await import("./migrator.js");
  program = compiled.then((module_or_path) => start({ module_or_path }));
  await program;
} catch (error) {
  console.error(error);
  explain();
}

function explain() {
  const wanted = [new URLSearchParams(location.search).get("lang"), ...navigator.languages];
  const known = wanted.map((tag) => (tag ?? "").slice(0, 2).toLowerCase()).find((tag) => tag in SORRY);
  const language = known ?? "en";
  const page = document.querySelector(".boot");
  if (page === null) return;
  document.documentElement.lang = language;
  page.dataset.state = "failed";
  const sentence = document.createElement("p");
  sentence.setAttribute("role", "alert");
  sentence.textContent = SORRY[language];
  page.querySelector(".boot__starting")?.replaceWith(sentence);
}
