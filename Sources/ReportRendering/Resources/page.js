(() => {
  "use strict";
  const root = document.documentElement;
  const words = document.body.dataset;
  const remember = (key, value) => { try { localStorage.setItem(key, value); } catch { } };
  const remembered = key => { try { return localStorage.getItem(key); } catch { return null; } };

  const theme = document.getElementById("theme");
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

  for (const box of document.querySelectorAll(".code")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = words.copy;
    button.addEventListener("click", async () => {
      const text = box.querySelector("code").textContent;
      try {
        await navigator.clipboard.writeText(text);
      } catch {
        getSelection().selectAllChildren(box.querySelector("code"));
        document.execCommand("copy");
        getSelection().removeAllRanges();
      }
      button.textContent = words.copied;
      setTimeout(() => { button.textContent = words.copy; }, 1500);
    });
    box.append(button);
  }

  for (const tabs of document.querySelectorAll(".tabs")) {
    for (const input of tabs.querySelectorAll(":scope > input")) {
      const name = input.nextElementSibling.textContent;
      if (name === remembered("lectern-tab")) input.checked = true;
      input.addEventListener("change", () => remember("lectern-tab", name));
    }
  }

  const scrollers = document.querySelectorAll("pre[tabindex], .math, .table");
  const settleFocus = () => {
    for (const box of scrollers) {
      const scrolls = box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1;
      if (scrolls || !box.clientWidth) box.tabIndex = 0; else box.removeAttribute("tabindex");
    }
  };
  settleFocus();
  addEventListener("resize", settleFocus);
  document.fonts.ready.then(settleFocus);

  const links = new Map();
  for (const link of document.querySelectorAll(".contents a")) {
    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (target) links.set(target, link);
  }
  const showPlace = () => {
    let current = null;
    for (const target of links.keys()) if (target.getBoundingClientRect().top < innerHeight * 0.3) current = target;
    for (const [target, link] of links) {
      link.classList.toggle("current", target === current);
      if (target === current) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
    }
  };
  let isWaiting = false;
  addEventListener("scroll", () => {
    if (isWaiting) return;
    isWaiting = true;
    requestAnimationFrame(() => { isWaiting = false; showPlace(); });
  }, { passive: true });
  showPlace();

  for (const drawing of document.querySelectorAll(".plot-panel > svg")) {
    const points = [...drawing.querySelectorAll(".point")].map(node => {
      const title = node.querySelector("title");
      const words = title.textContent;
      title.remove();
      return { node, words };
    });
    if (!points.length) continue;
    const isCurve = drawing.querySelector(".line") !== null;
    const readout = document.createElement("div");
    readout.className = "readout";
    readout.hidden = true;
    const figure = drawing.closest("figure");
    figure.append(readout);
    const leave = () => {
      readout.hidden = true;
      for (const point of points) point.node.classList.remove("near");
    };
    drawing.addEventListener("pointerleave", leave);
    drawing.addEventListener("pointermove", event => {
      const places = points.map(point => {
        const box = point.node.getBoundingClientRect();
        return { ...point, x: box.x + box.width / 2, y: box.y + box.height / 2, box };
      });
      const distance = place => {
        const dx = Math.max(place.box.left - event.clientX, 0, event.clientX - place.box.right);
        const dy = Math.max(place.box.top - event.clientY, 0, event.clientY - place.box.bottom);
        return isCurve ? Math.abs(place.x - event.clientX) : Math.hypot(dx, dy);
      };
      const nearest = places.reduce((a, b) => distance(b) < distance(a) ? b : a);
      if (distance(nearest) > 40) return leave();
      const shown = isCurve ? places.filter(place => Math.abs(place.x - nearest.x) < 1.5) : [nearest];
      for (const point of points) point.node.classList.remove("near");
      for (const place of shown) place.node.classList.add("near");
      // The place of values at one place is said once.
      const lines = shown.map(place => place.words.split("\n"));
      readout.textContent = [lines[0][0], ...lines.map(line => line.slice(1).join("\n"))].join("\n");
      readout.hidden = false;
      const frame = figure.getBoundingClientRect();
      const left = event.clientX - frame.left + 16;
      readout.style.left = `${Math.max(0, Math.min(left, frame.width - readout.offsetWidth))}px`;
      readout.style.top = `${Math.max(0, event.clientY - frame.top - readout.offsetHeight - 12)}px`;
    });
  }
})();
