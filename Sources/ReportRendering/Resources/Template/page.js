(() => {
  "use strict";
  const root = document.documentElement;
  const words = document.body.dataset;
  const remember = (key, value) => { try { localStorage.setItem(key, value); } catch { } };
  const remembered = key => { try { return localStorage.getItem(key); } catch { return null; } };
  const all = (part, selector) =>
    [...(part.matches?.(selector) ? [part] : []), ...part.querySelectorAll(selector)];

  const theme = document.querySelector("button.theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => root.dataset.theme ? root.dataset.theme === "dark" : system.matches;
  const showTheme = () => {
    theme.setAttribute("aria-pressed", String(isDark()));
    document.querySelector("meta[name=color-scheme]").content = root.dataset.theme || "light dark";
  };
  theme.hidden = false;
  theme.addEventListener("click", () => {
    const next = isDark() ? "light" : "dark";
    if ((next === "dark") === system.matches) { delete root.dataset.theme; } else { root.dataset.theme = next; }
    remember("lectern-theme", root.dataset.theme || "");
    showTheme();
  });
  system.addEventListener("change", showTheme);
  showTheme();

  const addCopyButton = box => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = words.copy;
    button.addEventListener("click", async () => {
      const code = box.querySelector("code");
      try {
        await navigator.clipboard.writeText(code.textContent);
      } catch {
        getSelection().selectAllChildren(code);
        document.execCommand("copy");
        getSelection().removeAllRanges();
      }
      button.textContent = words.copied;
      setTimeout(() => { button.textContent = words.copy; }, 1500);
    });
    box.classList.add("copyable");
    box.append(button);
  };

  // A tab that is chosen is chosen in every set that has it, now and on the next page.
  const tabName = input => input.nextElementSibling.textContent;
  const rememberTab = input => {
    if (tabName(input) === remembered("lectern-tab")) input.checked = true;
    input.addEventListener("change", () => {
      const before = input.nextElementSibling.getBoundingClientRect().top;
      for (const other of document.querySelectorAll(".tabs > input")) {
        if (tabName(other) === tabName(input)) other.checked = true;
      }
      scrollBy({ top: input.nextElementSibling.getBoundingClientRect().top - before, behavior: "instant" });
      remember("lectern-tab", tabName(input));
      settleFocus();
    });
  };

  // The answers that are chosen are graded when the reader asks for it, each with its reason.
  const addGrading = question => {
    const answers = [...question.querySelectorAll(".answer")];
    const result = question.querySelector(".question-result");
    const isRight = answer => answer.classList.contains("right");
    const isChosen = answer => answer.querySelector("input").checked;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "grade";
    button.textContent = result.dataset.grade;
    button.addEventListener("click", () => {
      const chosen = answers.filter(isChosen);
      const outcome = !chosen.length ? "choose"
        : !chosen.every(isRight) ? "wrong" : answers.every(answer => isRight(answer) === isChosen(answer)) ? "right" : "more";
      for (const answer of answers) answer.querySelector(".reason").open = isChosen(answer);
      result.className = `question-result ${outcome}`;
      result.textContent = result.dataset[outcome];
      settleFocus();
    });
    for (const answer of answers) {
      answer.addEventListener("change", () => {
        for (const other of answers) other.querySelector(".reason").open = false;
        result.textContent = "";
      });
    }
    result.before(button);
    question.classList.add("graded");
  };

  // Controls for a cell's parameters, which swap what the cell printed and drew for what it did with other values.
  const addControls = async box => {
    const cell = box.closest(".cell");
    const choices = JSON.parse(box.dataset.choices);
    let place = cell.querySelector(":scope > .outputs");
    if (!place) {
      place = document.createElement("div");
      place.className = "outputs";
      box.after(place);
    }
    const first = place.innerHTML;
    if (!window.DecompressionStream) return;
    const bytes = Uint8Array.from(atob(box.dataset.outputs), character => character.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    const outputs = JSON.parse(await new Response(stream).text());
    const numberOf = values => values.reduce((number, value, index) => number * choices[index].labels.length + value, 0);
    const chosen = choices.map(choice => choice.start);
    const start = numberOf(chosen);
    let settling;
    const showNumber = number => {
      place.innerHTML = number === start ? first : outputs[number];
      cell.classList.toggle("turned", number !== start);
      all(place, ".plot-panel > svg").forEach(addReadout);
      // What looks at the whole page waits until the slider rests.
      clearTimeout(settling);
      settling = setTimeout(settleFocus, 100);
    };
    const choose = (index, value) => {
      if (chosen[index] === value) return;
      chosen[index] = value;
      showNumber(numberOf(chosen));
      cell.dispatchEvent(new CustomEvent("choose", { detail: { name: choices[index].name, words: choices[index].labels[value] } }));
    };
    choices.forEach((choice, index) => {
      const name = `${cell.id}-choice-${index + 1}`;
      const make = (kind, properties) => Object.assign(document.createElement(kind), properties);
      if (choice.isNumeric) {
        const label = make("label", { className: "choice" });
        const slider = make("input", { type: "range", min: 0, max: choice.labels.length - 1, step: 1, value: choice.start, id: name });
        const shown = make("output", { textContent: choice.labels[choice.start] });
        const tell = () => {
          shown.textContent = choice.labels[slider.value];
          slider.setAttribute("aria-valuetext", shown.textContent);
        };
        slider.autocomplete = "off";
        slider.addEventListener("input", () => { tell(); choose(index, Number(slider.value)); });
        tell();
        label.append(make("span", { className: "choice-name", textContent: choice.name }), slider, shown);
        box.append(label);
      } else {
        const group = make("fieldset", { className: "choice" });
        group.append(make("legend", { className: "choice-name", textContent: choice.name }));
        choice.labels.forEach((words, value) => {
          const button = make("input", { type: "radio", name, id: `${name}-${value + 1}`, checked: value === choice.start });
          button.autocomplete = "off";
          button.addEventListener("change", () => choose(index, value));
          const label = make("label", { htmlFor: button.id, textContent: words });
          group.append(button, label);
        });
        box.append(group);
      }
    });
    box.hidden = false;
    cell.dispatchEvent(new CustomEvent("choose"));
    // Paper shows what the lesson documents.
    addEventListener("beforeprint", () => { if (numberOf(chosen) !== start) showNumber(start); });
    addEventListener("afterprint", () => { if (numberOf(chosen) !== start) showNumber(numberOf(chosen)); });
  };

  // Boxes that do not scroll need no stop for the keyboard.
  const settleFocus = () => {
    const boxes = [...document.querySelectorAll("pre, .math, .table")];
    const scrolls = boxes.map(box =>
      !box.clientWidth || box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight + 1);
    boxes.forEach((box, index) => { if (scrolls[index]) box.tabIndex = 0; else box.removeAttribute("tabindex"); });
  };

  const links = () => [...document.querySelectorAll(".contents a")].map(link =>
    ({ link, target: document.getElementById(decodeURIComponent(link.hash.slice(1))) })).filter(entry => entry.target);
  const showPlace = () => {
    const entries = links();
    const passed = entries.filter(entry => entry.target.getBoundingClientRect().top < innerHeight * 0.3);
    const current = passed.at(-1)?.link;
    for (const { link } of entries) {
      link.classList.toggle("current", link === current);
      if (link === current) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
    }
  };

  // The values of a drawing: under the pointer, and by the arrow keys.
  const addReadout = drawing => {
    const points = [...drawing.querySelectorAll(".point")].map(node => {
      const title = node.querySelector("title");
      const words = title.textContent;
      title.remove();
      return { node, words };
    });
    const picture = drawing.querySelector(".pixels[data-values]");
    if (!points.length && !picture) return;
    const isCurve = drawing.querySelector(".line") !== null;
    const figure = drawing.closest("figure");
    const readout = document.createElement("div");
    readout.className = "readout";
    readout.setAttribute("role", "status");
    figure.append(readout);
    const centred = (box, point) => ({ ...point, box, x: box.x + box.width / 2, y: box.y + box.height / 2 });
    const tiles = () => {
      const whole = picture.getBoundingClientRect();
      const values = picture.dataset.values.split(" ");
      const columns = Number(picture.dataset.columns);
      const [rowNames, columnNames] = [picture.dataset.rowNames, picture.dataset.columnNames].map(names => names?.split("\n"));
      const [width, height] = [whole.width / columns, whole.height / (values.length / columns)];
      return values.map((value, index) => {
        const [row, column] = [Math.floor(index / columns), index % columns];
        const box = new DOMRect(whole.x + column * width, whole.y + row * height, width, height);
        return centred(box, { words: `${rowNames?.[row] ?? row}, ${columnNames?.[column] ?? column}\n${value}` });
      });
    };
    const placed = () => picture
      ? tiles() : points.map(point => centred(point.node.getBoundingClientRect(), point));
    const atPlace = (places, x) => places.filter(place => Math.abs(place.x - x) < 1.5);
    const leave = () => {
      readout.classList.remove("shown");
      readout.textContent = "";
      for (const point of points) point.node.classList.remove("near");
    };
    const show = (shown, x, y) => {
      for (const point of points) point.node.classList.remove("near");
      for (const place of shown) place.node?.classList.add("near");
      // The place of values at one place is said once.
      const lines = shown.map(place => place.words.split("\n"));
      const text = [lines[0][0], ...lines.map(line => line.slice(1).join("\n"))].join("\n");
      if (readout.textContent !== text) readout.textContent = text;
      readout.classList.add("shown");
      const frame = figure.getBoundingClientRect();
      const left = x - frame.left + 16;
      readout.style.left = `${Math.max(0, Math.min(left, frame.width - readout.offsetWidth))}px`;
      readout.style.top = `${Math.max(0, y - frame.top - readout.offsetHeight - 12)}px`;
    };

    drawing.addEventListener("pointerleave", leave);
    drawing.addEventListener("pointermove", event => {
      const places = placed();
      const distance = place => {
        const dx = Math.max(place.box.left - event.clientX, 0, event.clientX - place.box.right);
        const dy = Math.max(place.box.top - event.clientY, 0, event.clientY - place.box.bottom);
        return isCurve ? Math.abs(place.x - event.clientX) : Math.hypot(dx, dy);
      };
      const nearest = places.reduce((a, b) => distance(b) < distance(a) ? b : a);
      if (distance(nearest) > 40) return leave();
      show(isCurve ? atPlace(places, nearest.x) : [nearest], event.clientX, event.clientY);
    });

    let stop = -1;
    drawing.tabIndex = 0;
    drawing.setAttribute("aria-keyshortcuts", "ArrowLeft ArrowRight");
    drawing.addEventListener("blur", leave);
    drawing.addEventListener("keydown", event => {
      if (event.key === "Escape") return leave();
      const places = placed();
      // A stop for each place of a curve, for each tile row by row, else for each mark from left to right.
      const isMap = drawing.classList.contains("heat-map");
      const row = isMap ? places.filter(place => Math.abs(place.y - places[0].y) < 1).length : 0;
      const order = isMap ? places : [...places].sort((a, b) => a.x - b.x || a.y - b.y);
      const stops = isCurve
        ? order.filter((place, index) => !index || place.x - order[index - 1].x >= 1.5).map(place => atPlace(places, place.x))
        : order.map(place => [place]);
      const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: row, ArrowUp: -row, Home: -stops.length, End: stops.length };
      if (!step[event.key]) return;
      event.preventDefault();
      stop = Math.max(0, Math.min(stops.length - 1, stop + step[event.key]));
      show(stops[stop], stops[stop][0].x, Math.min(...stops[stop].map(place => place.y)));
    });
  };

  // The kernel's names in code: what they are, under the pointer and for the keyboard. A block of code is one stop for that;
  // the arrow keys lead from name to name.
  const tip = document.createElement("div");
  tip.className = "name-tip";
  tip.id = "tip.names";
  tip.setAttribute("role", "tooltip");
  document.body.append(tip);
  let leaving;
  let named = null;
  // What the names are, which the page says where each stands first.
  const told = new Map();
  const hideTip = () => {
    clearTimeout(leaving);
    tip.classList.remove("shown");
    if (!named) return;
    named.removeAttribute("aria-describedby");
    named = null;
  };
  const hideTipSoon = () => { clearTimeout(leaving); leaving = setTimeout(hideTip, 150); };
  const showTip = name => {
    if (name !== named) hideTip();
    clearTimeout(leaving);
    named = name;
    name.setAttribute("aria-describedby", tip.id);
    tip.textContent = told.get(name.dataset.name);
    tip.classList.add("shown");
    const place = name.getBoundingClientRect();
    const left = Math.min(place.left, root.clientWidth - tip.offsetWidth - 8);
    const above = place.top - tip.offsetHeight - 6;
    tip.style.left = `${Math.max(8, left) + scrollX}px`;
    tip.style.top = `${(above > 0 ? above : place.bottom + 6) + scrollY}px`;
  };
  tip.addEventListener("pointerenter", () => clearTimeout(leaving));
  tip.addEventListener("pointerleave", hideTipSoon);
  document.addEventListener("keydown", event => { if (event.key === "Escape") hideTip(); });
  const addNames = box => {
    const names = [...box.querySelectorAll("a.api")];
    if (!names.length) return;
    for (const name of names) {
      if (name.title) told.set(name.dataset.name, name.title);
      // The browser's own would show the same once more.
      name.removeAttribute("title");
    }
    names[0].tabIndex = 0;
    const nameOf = event => event.target.closest?.("a.api");
    box.addEventListener("pointerover", event => { if (nameOf(event)) showTip(nameOf(event)); });
    box.addEventListener("pointerout", event => { if (nameOf(event)) hideTipSoon(); });
    box.addEventListener("focusin", event => { if (nameOf(event)) showTip(nameOf(event)); });
    box.addEventListener("focusout", hideTip);
    box.addEventListener("keydown", event => {
      const index = names.indexOf(nameOf(event));
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -names.length, End: names.length };
      if (index < 0 || !step[event.key]) return;
      event.preventDefault();
      const next = names[Math.max(0, Math.min(names.length - 1, index + step[event.key]))];
      for (const name of names) name.tabIndex = name === next ? 0 : -1;
      next.focus();
    });
  };

  // Gives what is inside an element the things that need scripts; for the page now, and for parts that come later.
  const enhance = part => {
    all(part, ".choices").forEach(addControls);
    all(part, "div.code").forEach(addCopyButton);
    all(part, "div.code").forEach(addNames);
    all(part, ".tabs > input").forEach(rememberTab);
    all(part, ".plot-panel > svg").forEach(addReadout);
    all(part, ".question").forEach(addGrading);
    settleFocus();
    showPlace();
  };
  window.lectern = { enhance };
  enhance(document);

  // On paper nothing can be unfolded, so code is there.
  let unfolded = [];
  addEventListener("beforeprint", () => {
    unfolded = [...document.querySelectorAll(".fold:not([open])")];
    for (const fold of unfolded) fold.open = true;
  });
  addEventListener("afterprint", () => { for (const fold of unfolded) fold.open = false; });

  addEventListener("resize", settleFocus);
  document.fonts.ready.then(settleFocus);
  let isWaiting = false;
  addEventListener("scroll", () => {
    if (isWaiting) return;
    isWaiting = true;
    requestAnimationFrame(() => { isWaiting = false; showPlace(); });
  }, { passive: true });
})();
