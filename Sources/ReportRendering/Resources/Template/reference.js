(() => {
  "use strict";
  const box = document.getElementById("find");
  const found = document.getElementById("found");
  const groups = [...document.querySelectorAll(".group")];
  const key = name => name.replaceAll("_", "") || name;
  const last = path => path.split(".").at(-1);
  const namesOf = element => element.dataset.names.split("\n").flatMap(path => [path, last(path)]);
  const entries = [...document.querySelectorAll(".entry")].map(element => {
    const names = namesOf(element);
    const members = [...element.querySelectorAll(".member")].flatMap(namesOf);
    return { element, title: element.querySelector("h3").firstChild.textContent, names, all: [...names, ...members] };
  });

  // A path of Python's, such as torch.nn.functional.softmax, may be written with more or less in front of the name.
  const isNamed = (names, word) => names.some(name => name === word || key(name) === key(word))
    || word.includes(".") && names.some(name => key(name) === key(last(word)));
  const contains = (names, word) => names.some(name => name.includes(word) || key(name).includes(key(word)))
    || isNamed(names, word);

  const distance = (a, b) => {
    let row = [...Array(b.length + 1).keys()];
    for (let i = 0; i < a.length; i++) {
      let next = [i + 1];
      for (let j = 0; j < b.length; j++) {
        next.push(Math.min(row[j] + (a[i] === b[j] ? 0 : 1), row[j + 1] + 1, next[j] + 1));
      }
      row = next;
    }
    return row[b.length];
  };

  const link = entry => {
    const link = document.createElement("a");
    link.href = "#" + entry.element.id;
    link.textContent = entry.title;
    return link;
  };
  const say = (words, linked) => found.replaceChildren(linked.length ? words + ":" : words, ...linked.flatMap((entry, i) => [i ? ", " : " ", link(entry)]));

  const search = () => {
    const words = box.value.toLowerCase().replace(/\(.*/, "").split(/\s+/).filter(Boolean);
    let count = 0;
    for (const entry of entries) {
      entry.element.hidden = !words.every(word => contains(entry.all, word));
      if (!entry.element.hidden) count++;
    }
    for (const group of groups) group.hidden = !group.querySelector(".entry:not([hidden])");
    if (!words.length) return found.replaceChildren();
    if (count) {
      const exact = entries.filter(entry => words.every(word => isNamed(entry.names, word)));
      return say(count === 1 ? "1 entry" : `${count} entries`, exact.slice(0, 4));
    }
    const word = key(last(words.join("")));
    const near = entries.map(entry => ({ entry, steps: Math.min(...entry.names.map(name => distance(word, key(name)))) }))
      .filter(one => one.steps <= Math.max(1, word.length / 3)).sort((a, b) => a.steps - b.steps);
    say(near.length ? "No such name; near it" : "No such name", near.slice(0, 4).map(one => one.entry));
  };
  box.addEventListener("input", search);
  box.addEventListener("keydown", event => {
    if (event.key === "Escape") { box.value = ""; search(); }
  });
  // A link leads to what the search hides, too.
  addEventListener("click", event => {
    const target = event.target.closest?.("a[href^='#']");
    const place = target && document.getElementById(decodeURIComponent(target.hash.slice(1)));
    if (place?.closest("[hidden]")) { box.value = ""; search(); }
  });
  addEventListener("keydown", event => {
    if (event.key === "/" && document.activeElement !== box) { event.preventDefault(); box.focus(); }
  });
  if (box.value) search();
})();
