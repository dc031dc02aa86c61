(() => {
  "use strict";
  const phrases = {
    en: {
      running: "Running {cell}: {done} of {total} cells done", done: "Up to date", failed: "{cell} failed",
      stop: "Stop", again: "Run again", more: "… and {count} more",
      accept: "Accept", acceptAll: "Accept {acceptable}", acceptTitle: "Write what the cells print and show into the lesson (key A)", lost: "The preview has ended. This page is as it was last.",
      gone: "Lectern has ended. What you typed is kept: start it again, and this page goes on.",
    },
    zh: {
      running: "正在运行 {cell}：已完成 {done}/{total} 个单元", done: "已是最新", failed: "{cell} 失败",
      stop: "停止", again: "重新运行", more: "……另有 {count} 项",
      accept: "采纳", acceptAll: "采纳 {acceptable} 项", acceptTitle: "把单元的输出写入课文（按键 A）", lost: "预览已结束，页面停留在最后的状态。",
      gone: "Lectern 已结束。你输入的内容已保存：重新启动后，本页会继续。",
    },
  };
  let words = phrases.en;
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const address = location.pathname;
  const isForReaders = document.querySelector("meta[name=page-purpose]").content === "learning";
  // What the server tells this page from others by.
  const reader = crypto.randomUUID();

  // The token shows the server that its own page asks. A server that was started again has another one.
  const tokenOf = page => page.querySelector("meta[name=page-token]").content;
  let token = tokenOf(document);
  const post = async (action, body, options = {}) => {
    const send = () => fetch(`${address}/${action}`, {
      method: "POST", headers: { "X-Lectern-Token": token }, body: body && JSON.stringify(body), ...options });
    const response = await send();
    if (response.status !== 403) return response;
    token = tokenOf(await parse(await fetch(address)));
    return send();
  };

  const bar = document.createElement("aside");
  bar.id = "preview";
  bar.setAttribute("role", "status");
  bar.hidden = true;
  const text = document.createElement("p");
  const button = document.createElement("button");
  button.type = "button";
  button.addEventListener("click", () => post(button.dataset.action));
  const acceptButton = document.createElement("button");
  acceptButton.type = "button";
  acceptButton.hidden = true;
  const accept = cell => post(`accept${cell ? `/${cell}` : ""}`);
  acceptButton.addEventListener("click", () => accept());
  document.addEventListener("keydown", event => {
    const isTyping = event.target.matches?.("input:not([type=radio]), textarea, select, [contenteditable]");
    if (event.key !== "a" || event.ctrlKey || event.metaKey || event.altKey || isTyping || acceptButton.hidden) return;
    accept();
  });
  bar.append(text, button, acceptButton);
  document.body.append(bar);

  const shownFindings = 5;
  const showStatus = status => {
    words = phrases[document.documentElement.lang.split("-")[0]] || phrases.en;
    bar.dataset.state = status.state;
    const findings = status.findings.slice(0, shownFindings);
    const others = status.findings.length - findings.length;
    if (others > 0) findings.push(fill(words.more, { count: others }));
    const problems = status.problem ? [status.problem] : findings;
    bar.toggleAttribute("data-problem", problems.length > 0);
    // A reader has no use for a word that all is well.
    bar.hidden = isForReaders && status.state === "done" && !problems.length;
    text.textContent = [...problems, fill(words[status.state], status)].join("\n");
    acceptButton.hidden = !status.acceptable || Boolean(status.problem);
    acceptButton.textContent = fill(words.acceptAll, status);
    acceptButton.title = words.acceptTitle;
    offerAcceptance();
    const action = { running: "stop", failed: "run" }[status.state];
    button.hidden = !action;
    button.dataset.action = action || "";
    button.textContent = action === "stop" ? words.stop : words.again;
  };

  // Below each output that is not the documented one, a button that accepts it.
  const offerAcceptance = () => {
    for (const diff of document.querySelectorAll("main .cell .diff")) {
      const notice = diff.parentElement;
      // Cells are named with their numbers.
      const cell = diff.closest(".cell").getAttribute("aria-label")?.match(/\d+/)?.[0];
      if (!cell || notice.querySelector("button.accept")) continue;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "accept";
      button.textContent = words.accept;
      button.addEventListener("click", () => accept(cell));
      notice.append(button);
    }
  };

  // The page as the server last made it: scripts have added to the one that is shown.
  const parse = async response => new DOMParser().parseFromString(await response.text(), "text/html");
  let made = null;

  const number = page => page.querySelector("meta[name=page-number]").content;
  const replace = (live, after) => {
    // A cell that is being changed stays, and takes what is new into itself.
    if (window.lectern.adopt?.(live, after)) return;
    live.replaceWith(after);
    window.lectern.enhance(after);
  };

  // Makes `live`, which was `before` when it came, what `after` is; elements that did not change stay as they are.
  const update = (live, before, after) => {
    if (before.isEqualNode(after)) return;
    const sameTag = before.cloneNode(false).isEqualNode(after.cloneNode(false));
    if (!sameTag || live.children.length !== before.children.length || !after.children.length || isText(after)) {
      replace(live, after);
      return;
    }
    const [lives, olds, news] = [live, before, after].map(node => [...node.children]);
    let [oldIndex, newIndex] = [0, 0];
    for (const [oldSame, newSame] of [...common(olds, news), [olds.length, news.length]]) {
      // What stands between two elements that stay.
      for (; oldIndex < oldSame && newIndex < newSame; oldIndex += 1, newIndex += 1) {
        update(lives[oldIndex], olds[oldIndex], news[newIndex]);
      }
      for (; oldIndex < oldSame; oldIndex += 1) lives[oldIndex].remove();
      for (; newIndex < newSame; newIndex += 1) {
        live.insertBefore(news[newIndex], lives[oldSame] || null);
        window.lectern.enhance(news[newIndex]);
      }
      oldIndex = oldSame + 1;
      newIndex = newSame + 1;
    }
  };

  // The pairs of equal elements in two lists, as many as can be had in order: their longest common subsequence.
  const common = (olds, news) => {
    const [a, b] = [olds, news].map(list => list.map(node => node.outerHTML));
    let start = 0;
    while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
    let end = 0;
    while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
    const [rows, columns] = [a.length - end - start, b.length - end - start];
    const lengths = Array.from({ length: rows + 1 }, () => new Uint32Array(columns + 1));
    for (let i = rows - 1; i >= 0; i -= 1) {
      for (let j = columns - 1; j >= 0; j -= 1) {
        lengths[i][j] = a[start + i] === b[start + j]
          ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
      }
    }
    const pairs = Array.from({ length: start }, (_, index) => [index, index]);
    for (let i = 0, j = 0; i < rows && j < columns;) {
      if (a[start + i] === b[start + j]) {
        pairs.push([start + i, start + j]);
        i += 1;
        j += 1;
      } else if (lengths[i + 1][j] >= lengths[i][j + 1]) { i += 1; } else { j += 1; }
    }
    for (let index = end; index > 0; index -= 1) pairs.push([a.length - index, b.length - index]);
    return pairs;
  };

  // Whether words stand directly in the element, between its children.
  const isText = node => [...node.childNodes].some(child => child.nodeType === Node.TEXT_NODE && child.data.trim());

  const parts = ["head > title", "head > style", ".page"];
  const show = after => {
    document.documentElement.lang = after.documentElement.lang;
    const main = document.querySelector("main");
    // What is at the top of the window stays there, whatever grows above it.
    const fixed = [...main.children].find(child => child.getBoundingClientRect().bottom > 0);
    const place = fixed?.getBoundingClientRect().top;
    for (const part of parts) {
      const [live, next] = [document, after].map(page => page.querySelector(part));
      const before = made?.querySelector(part);
      if (before) update(live, before, next.cloneNode(true));
      else if (number(document) !== number(after)) replace(live, next.cloneNode(true));
    }
    if (fixed?.isConnected && scrollY > 0) {
      scrollBy({ top: fixed.getBoundingClientRect().top - place, behavior: "instant" });
    }
    made = after;
  };

  let shown = 0;
  let isFetching = false;
  let wanted = null;
  const refresh = async status => {
    wanted = status;
    if (isFetching) return;
    isFetching = true;
    while (wanted && (wanted.page !== shown || !made)) {
      const status = wanted;
      show(await parse(await fetch(address)));
      shown = status.page;
      showStatus(status);
      window.lectern.follow?.(status);
      document.documentElement.dataset.page = String(shown);
      if (wanted === status) wanted = null;
    }
    if (wanted) showStatus(wanted);
    isFetching = false;
  };

  const listen = () => {
    const events = new EventSource(`${address}/events/${reader}`);
    events.addEventListener("message", event => refresh(JSON.parse(event.data)));
    events.addEventListener("error", () => {
      // The next server counts its pages anew.
      shown = 0;
      bar.hidden = false;
      bar.dataset.state = "lost";
      text.textContent = isForReaders ? words.gone : words.lost;
      button.hidden = true;
      if (events.readyState === EventSource.CLOSED) setTimeout(listen, 2000);
    });
  };
  Object.assign(window.lectern, { reader, post, address, isForReaders });
  listen();
})();
